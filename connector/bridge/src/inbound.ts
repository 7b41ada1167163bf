import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { type WAMessage, type WAMessageKey, normalizeMessageContent, proto } from '@whiskeysockets/baileys';
import {
  type InboundMessage,
  InboundMessageSchema,
  type MessageKey,
  MessageKeySchema,
  type Quoted,
  QuotedSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type Content, type Target, contentOf, unsupported, wordsOf } from './content.js';
import { type Names, type OtherName, bareJid, isBroadcast, isGroup, namesOf } from './jid.js';

/** What the translation needs to know of the account. */
export interface Account {
  /** The account's own jid and LID without device part. */
  readonly own: readonly string[];
  readonly otherName: OtherName;
}

/** A message as it was decrypted, under the key that Baileys makes of its stanza. */
export type Received = Pick<WAMessage, 'key' | 'message' | 'messageTimestamp' | 'pushName'>;

/** How much a reply shows of the message before it, in characters. */
const QUOTED_LENGTH = 200;

/**
 * Translates a message that was decrypted.
 *
 * @returns nothing when it belongs to no conversation (a sync notification, a status, a group's housekeeping);
 *   several when the phone sends messages again that this device never got
 */
export function translateMessage(message: Received, offline: boolean, account: Account): InboundMessage[] {
  const key = keyOf(message.key, account);
  const inner = normalizeMessageContent(message.message);
  if (!message.message || !inner) return [];
  if (key === undefined) return [];
  const resent = resentByPhone(key, inner, account);
  if (resent.length > 0) return resent.flatMap((again) => translateMessage(again, offline, account));
  const content = safeContentOf(inner, message.message, targetIn(key, account));
  if (content === undefined) return [];
  const context = contextOf(inner);
  return [
    create(InboundMessageSchema, {
      key,
      pushName: message.pushName ?? '',
      sentAt: timestampFromMs(Number(message.messageTimestamp ?? 0) * 1000),
      offline,
      ...quotedIn(context, account),
      viewOnce: isViewOnce(message.message, inner),
      expiresAfterSeconds: context?.expiration ?? 0,
      ...(content.case === 'media' && {
        raw: Uint8Array.from(proto.Message.encode(message.message).finish()),
      }),
      content,
    }),
  ];
}

/** The contract's key; undefined when the message belongs to no chat of its own. */
function keyOf(key: WAMessageKey, account: Account): MessageKey | undefined {
  const remote = bareJid(key.remoteJid);
  if (remote === '' || !key.id || remote === 'status@broadcast' || remote.endsWith('@newsletter')) {
    return undefined;
  }
  const fromMe = key.fromMe ?? false;
  // A broadcast list of ours has no chat of its own in this contract; one of a contact is that contact's chat.
  if (isBroadcast(remote) && fromMe) return undefined;
  const chat = isBroadcast(remote)
    ? namesOf(key.participant, key.participantAlt ?? key.remoteJidAlt, account.otherName)
    : namesOf(remote, chatHint(key, account), account.otherName);
  const author: Names = isGroup(remote)
    ? namesOf(key.participant, key.participantAlt, account.otherName)
    : { jid: '', alt: '' };
  return create(MessageKeySchema, {
    chatJid: chat.jid,
    chatAltJid: chat.alt,
    fromMe,
    id: key.id,
    participantJid: author.jid,
    participantAltJid: author.alt,
  });
}

/**
 * The chat's other name, where the stanza gave it. On a message of our own other device Baileys puts the
 * sender's other name there, which is ours and not the chat's.
 */
function chatHint(key: WAMessageKey, { own }: Account): string | undefined {
  const hint = bareJid(key.remoteJidAlt);
  const isOwn = own.includes(hint) && !own.includes(bareJid(key.remoteJid));
  return isOwn ? undefined : hint;
}

/**
 * Reads keys inside a message, which are written as its author sees things: "from me" is from the author, and
 * what is not, in a chat of two, is from the other one.
 *
 * @param carrier the key of the message that the keys are in
 */
function targetIn(carrier: MessageKey, { own, otherName }: Account): Target {
  return (key) => {
    if (!key?.id) return undefined;
    const target = { ...carrier, id: key.id };
    if (key.fromMe) return target;
    if (!isGroup(carrier.chatJid)) return { ...target, fromMe: !carrier.fromMe };
    const author = namesOf(key.participant, undefined, otherName);
    const fromMe = own.includes(author.jid) || own.includes(author.alt);
    return { ...target, fromMe, participantJid: author.jid, participantAltJid: author.alt };
  };
}

/** A message must not be lost because this version of the bridge stumbles over what is in it. */
function safeContentOf(inner: proto.IMessage, whole: proto.IMessage, target: Target): Content | undefined {
  try {
    return contentOf(inner, whole, target);
  } catch {
    return unsupported('untranslatable', whole);
  }
}

/** Messages that this device was sent without their content, and that the phone sends when it is asked. */
function resentByPhone(key: MessageKey, inner: proto.IMessage, { own }: Account): Received[] {
  const results = inner.protocolMessage?.peerDataOperationRequestResponseMessage?.peerDataOperationResult;
  // Anybody could send such a thing; it means something from our own phone only.
  if (!results || !key.fromMe || !own.includes(key.chatJid)) return [];
  return results.flatMap(({ placeholderMessageResendResponse }) => {
    const bytes = placeholderMessageResendResponse?.webMessageInfoBytes;
    return bytes?.length ? [proto.WebMessageInfo.decode(bytes) as Received] : [];
  });
}

/** The context of whatever kind of content this is: what it replies to, and when it disappears. */
function contextOf(inner: proto.IMessage): proto.IContextInfo | undefined {
  for (const content of Object.values(inner) as unknown[]) {
    if (typeof content !== 'object' || content === null || !('contextInfo' in content)) continue;
    if (content.contextInfo) return content.contextInfo;
  }
  return undefined;
}

function quotedIn(context: proto.IContextInfo | undefined, { otherName }: Account): { quoted?: Quoted } {
  if (!context?.stanzaId) return {};
  const quoted = normalizeMessageContent(context.quotedMessage) ?? {};
  return {
    quoted: create(QuotedSchema, {
      messageId: context.stanzaId,
      participantJid: namesOf(context.participant, undefined, otherName).jid,
      // By code points: half a character would not survive the journal.
      text: Array.from(wordsOf(quoted).slice(0, 2 * QUOTED_LENGTH))
        .slice(0, QUOTED_LENGTH)
        .join(''),
    }),
  };
}

function isViewOnce(whole: proto.IMessage, inner: proto.IMessage): boolean {
  const wrapped = whole.ephemeralMessage?.message ?? whole;
  return Boolean(
    wrapped.viewOnceMessage ??
    wrapped.viewOnceMessageV2 ??
    wrapped.viewOnceMessageV2Extension ??
    (inner.imageMessage?.viewOnce || inner.videoMessage?.viewOnce || inner.audioMessage?.viewOnce),
  );
}
