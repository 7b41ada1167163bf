import { create } from '@bufbuild/protobuf';
import { getContentType, proto } from '@whiskeysockets/baileys';
import {
  ContactsContentSchema,
  DeletionContentSchema,
  EditContentSchema,
  type InboundMessage,
  LocationContentSchema,
  type MessageKey,
  ReactionContentSchema,
  TextContentSchema,
  UnsupportedContentSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { mediaOf } from './media.js';

export type Content = InboundMessage['content'];
type PlainContent = Extract<Content, { case: 'text' | 'media' | 'unsupported' }>;

/** Finds the message that a key inside a message means; undefined when it is no key. */
export type Target = (key: proto.IMessageKey | null | undefined) => MessageKey | undefined;

/** Fields that travel along with a message, or alone, and are none. */
const NO_CONTENT: ReadonlySet<string> = new Set([
  'messageContextInfo',
  'senderKeyDistributionMessage',
  'fastRatchetKeySenderKeyDistributionMessage',
]);

const { Type } = proto.Message.ProtocolMessage;

/** Of the protocol messages only these belong to a conversation. */
const CHAT_PROTOCOL_TYPES: ReadonlySet<unknown> = new Set([Type.REVOKE, Type.MESSAGE_EDIT]);

/** What a message says in words: its text or caption; empty when it has none. */
export function wordsOf(message: proto.IMessage): string {
  return (
    message.conversation ??
    message.extendedTextMessage?.text ??
    message.imageMessage?.caption ??
    message.videoMessage?.caption ??
    message.documentMessage?.caption ??
    ''
  );
}

/**
 * Translates the content of a message whose wrappers have been taken off.
 *
 * @param whole the message with its wrappers, to be kept where there are no words for it
 * @returns undefined when it says nothing to people
 */
export function contentOf(
  message: proto.IMessage,
  whole: proto.IMessage,
  target: Target,
): Content | undefined {
  const kind = kindOf(message);
  if (kind === undefined) return undefined;
  if (kind === 'protocolMessage' && !CHAT_PROTOCOL_TYPES.has(message.protocolMessage?.type)) return undefined;
  return (
    changeOf(message, target) ??
    placeOf(message) ??
    contactsOf(message) ??
    plainContentOf(message, whole, kind)
  );
}

/** What there are no words for, kept whole. */
export function unsupported(kind: string, whole: proto.IMessage): PlainContent {
  const raw = Uint8Array.from(proto.Message.encode(whole).finish());
  return { case: 'unsupported', value: create(UnsupportedContentSchema, { kind, raw }) };
}

function plainContentOf(message: proto.IMessage, whole: proto.IMessage, kind: string): PlainContent {
  const text = message.conversation ?? message.extendedTextMessage?.text;
  if (text) return { case: 'text', value: create(TextContentSchema, { body: text }) };
  const media = mediaOf(message);
  return media ? { case: 'media', value: media } : unsupported(kind, whole);
}

/** A reaction, an edit or a deletion: what changes another message. */
function changeOf(message: proto.IMessage, target: Target): Content | undefined {
  const { reactionMessage, protocolMessage } = message;
  const changed = target(reactionMessage?.key ?? protocolMessage?.key);
  if (changed === undefined) return undefined;
  if (reactionMessage) {
    const emoji = reactionMessage.text ?? '';
    return { case: 'reaction', value: create(ReactionContentSchema, { target: changed, emoji }) };
  }
  if (protocolMessage?.type === Type.REVOKE) {
    return { case: 'deletion', value: create(DeletionContentSchema, { target: changed }) };
  }
  const edited = protocolMessage?.editedMessage;
  const kind = edited ? kindOf(edited) : undefined;
  if (!edited || kind === undefined) return undefined;
  const content = plainContentOf(edited, edited, kind);
  return { case: 'edit', value: create(EditContentSchema, { target: changed, content }) };
}

function placeOf({ locationMessage, liveLocationMessage }: proto.IMessage): Content | undefined {
  const place = locationMessage ?? liveLocationMessage;
  if (!place) return undefined;
  return {
    case: 'location',
    value: create(LocationContentSchema, {
      latitude: place.degreesLatitude ?? 0,
      longitude: place.degreesLongitude ?? 0,
      name: locationMessage?.name ?? '',
      address: locationMessage?.address ?? '',
      live: Boolean(liveLocationMessage ?? locationMessage?.isLive),
      caption: liveLocationMessage?.caption ?? locationMessage?.comment ?? '',
    }),
  };
}

function contactsOf({ contactMessage, contactsArrayMessage }: proto.IMessage): Content | undefined {
  const cards = contactMessage ? [contactMessage] : contactsArrayMessage?.contacts;
  if (!cards) return undefined;
  const contacts = cards.map(({ displayName, vcard }) => ({
    displayName: displayName ?? '',
    vcard: vcard ?? '',
  }));
  return { case: 'contacts', value: create(ContactsContentSchema, { contacts }) };
}

function kindOf(message: proto.IMessage): string | undefined {
  const kind = getContentType(message);
  if (kind !== undefined) return kind;
  // Baileys knows contents by names that end in "Message"; there are others, such as "call" or "chat".
  return Object.entries(message).find(([name, value]) => value != null && !NO_CONTENT.has(name))?.[0];
}
