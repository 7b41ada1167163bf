import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { type WAMessage, getContentType, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import {
  type InboundMessage,
  InboundMessageSchema,
  MessageKeySchema,
  TextContentSchema,
  UnsupportedContentSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type Names, type OtherName, bareJid, isBroadcast, isGroup, namesOf } from './jid.js';

/** What the translation needs to know of the account. */
export interface Account {
  /** The account's own jid and LID without device part. */
  readonly own: readonly string[];
  readonly otherName: OtherName;
}

/** Either the message, or why the connector is not to see it. */
export type Translation =
  | { readonly message: InboundMessage }
  /** Nothing that belongs to a chat: a sync notification, a status, a group's housekeeping, … */
  | { readonly skipped: 'not a chat' | 'no content' }
  /** A placeholder: the real message follows under the same id, when the sender answers our retry receipt. */
  | { readonly skipped: 'not decrypted'; readonly reason: string };

type Content = InboundMessage['content'];
const { Type } = proto.Message.ProtocolMessage;

/** Of the protocol messages only these belong to a conversation. */
const CHAT_PROTOCOL_TYPES: ReadonlySet<unknown> = new Set([Type.REVOKE, Type.MESSAGE_EDIT]);

/** Translates a message as Baileys gives it in `messages.upsert`. */
export function translateMessage(message: WAMessage, offline: boolean, account: Account): Translation {
  const { key } = message;
  const remote = bareJid(key.remoteJid);
  if (remote === '' || !key.id || remote === 'status@broadcast' || remote.endsWith('@newsletter')) {
    return { skipped: 'not a chat' };
  }
  if (message.messageStubType === proto.WebMessageInfo.StubType.CIPHERTEXT) {
    const [reason] = (message.messageStubParameters ?? []) as readonly string[];
    return { skipped: 'not decrypted', reason: reason ?? 'no reason given' };
  }
  const content = contentOf(message.message);
  if (content === undefined) return { skipped: 'no content' };
  const fromMe = key.fromMe ?? false;
  // A broadcast list of ours has no chat of its own in this contract; one of a contact is that contact's chat.
  if (isBroadcast(remote) && fromMe) return { skipped: 'not a chat' };
  const chat = isBroadcast(remote)
    ? namesOf(key.participant, key.participantAlt ?? key.remoteJidAlt, account.otherName)
    : namesOf(remote, chatHint(message, account), account.otherName);
  const participant: Names = isGroup(remote)
    ? namesOf(key.participant, key.participantAlt, account.otherName)
    : { jid: '', alt: '' };
  return {
    message: create(InboundMessageSchema, {
      key: create(MessageKeySchema, {
        chatJid: chat.jid,
        chatAltJid: chat.alt,
        fromMe,
        id: key.id,
        participantJid: participant.jid,
        participantAltJid: participant.alt,
      }),
      pushName: message.pushName ?? '',
      sentAt: timestampFromMs(Number(message.messageTimestamp ?? 0) * 1000),
      offline,
      content,
    }),
  };
}

/**
 * The chat's other name, where the stanza gave it. On a message of our own other device Baileys puts the
 * sender's other name there, which is ours and not the chat's.
 */
function chatHint({ key }: WAMessage, { own }: Account): string | undefined {
  const hint = bareJid(key.remoteJidAlt);
  const isOwn = own.includes(hint) && !own.includes(bareJid(key.remoteJid));
  return isOwn ? undefined : hint;
}

function contentOf(message: proto.IMessage | null | undefined): Content | undefined {
  const inner = normalizeMessageContent(message);
  if (!message || !inner) return undefined;
  const text = inner.conversation ?? inner.extendedTextMessage?.text;
  if (text) return { case: 'text', value: create(TextContentSchema, { body: text }) };
  const kind = kindOf(inner);
  if (kind === undefined) return undefined;
  if (kind === 'protocolMessage' && !CHAT_PROTOCOL_TYPES.has(inner.protocolMessage?.type)) return undefined;
  const raw = proto.Message.encode(message).finish();
  return {
    case: 'unsupported',
    value: create(UnsupportedContentSchema, { kind, raw: Uint8Array.from(raw) }),
  };
}

/** Fields that travel along with a message, or alone, and are none. */
const NO_CONTENT: ReadonlySet<string> = new Set([
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
]);

function kindOf(message: proto.IMessage): string | undefined {
  const kind = getContentType(message);
  if (kind !== undefined) return kind;
  // Baileys knows contents by names that end in "Message"; there are others, such as "call" or "chat".
  return Object.entries(message).find(([name, value]) => value != null && !NO_CONTENT.has(name))?.[0];
}
