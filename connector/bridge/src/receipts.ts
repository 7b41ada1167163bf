import { create } from '@bufbuild/protobuf';
import { type Timestamp, timestampFromMs } from '@bufbuild/protobuf/wkt';
import type { BinaryNode } from '@whiskeysockets/baileys';
import {
  MessageKeySchema,
  type Receipt,
  ReceiptKind,
  ReceiptSchema,
  type ServerAck,
  ServerAckSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { Account } from './inbound.js';
import { bareJid, isBroadcast, isGroup, namesOf } from './jid.js';

/**
 * Types of a receipt stanza that say how far a message of ours has come; no type is delivery. The others
 * are for the protocol (`retry`), of our own devices (`sender`, `read-self`, `peer_msg`, `hist_sync`), or
 * say that it arrived at a device that is not in use (`inactive`), which is delivery too.
 */
const KINDS = new Map<string | undefined, ReceiptKind>([
  [undefined, ReceiptKind.DELIVERED],
  ['inactive', ReceiptKind.DELIVERED],
  ['read', ReceiptKind.READ],
  ['played', ReceiptKind.PLAYED],
]);

/**
 * Translates a receipt stanza. Straight from the stanza rather than from `messages.update`: Baileys' event
 * buffer holds those back, and merges a delivery and a read that come together into one.
 *
 * @returns one receipt for each message it names, none when it is about no message of ours
 */
export function translateReceipt(stanza: BinaryNode, account: Account): Receipt[] {
  const { id, from, type, recipient, participant, sender_pn: senderPn, sender_lid: senderLid } = stanza.attrs;
  const kind = KINDS.get(type);
  const chat = bareJid(from);
  if (kind === undefined || !id || chat === '' || isBroadcast(chat)) return [];
  // With a recipient it is our own device that speaks, of a message that it received.
  const author = bareJid(participant ?? from);
  if (recipient !== undefined || (account.own.includes(author) && !account.own.includes(chat))) return [];
  const chatNames = namesOf(chat, senderPn ?? senderLid, account.otherName);
  const names = isGroup(chat)
    ? namesOf(
        participant,
        stanza.attrs['participant_pn'] ?? stanza.attrs['participant_lid'],
        account.otherName,
      )
    : { jid: '', alt: '' };
  const at = timeOf(stanza);
  return [id, ...listed(stanza)].map((messageId) =>
    create(ReceiptSchema, {
      ...(at !== undefined && { at }),
      key: create(MessageKeySchema, {
        chatJid: chatNames.jid,
        chatAltJid: chatNames.alt,
        fromMe: true,
        id: messageId,
        participantJid: names.jid,
        participantAltJid: names.alt,
      }),
      kind,
    }),
  );
}

function timeOf(stanza: BinaryNode): Timestamp | undefined {
  const seconds = Number(stanza.attrs['t']);
  return Number.isSafeInteger(seconds) && seconds > 0 ? timestampFromMs(seconds * 1000) : undefined;
}

/**
 * What stands in for the server's answer to a message when that was lost with a socket: a device that asks for
 * the message again (`retry`), or another device of ours that has its copy (`sender`), was given it by the server.
 */
export function provesTaken(stanza: BinaryNode, account: Account): ServerAck[] {
  const { id, from, type, recipient } = stanza.attrs;
  if (!id || !from || (type !== 'retry' && type !== 'sender')) return [];
  const chat = account.own.includes(bareJid(from)) ? (recipient ?? from) : from;
  const { jid } = namesOf(chat, undefined, account.otherName);
  return [id, ...listed(stanza)].map((messageId) => create(ServerAckSchema, { messageId, chatJid: jid }));
}

/** A receipt can speak for several messages: the first by its own id, the others in a list. */
function listed(stanza: BinaryNode): string[] {
  if (!Array.isArray(stanza.content)) return [];
  return stanza.content
    .filter((node) => node.tag === 'list' && Array.isArray(node.content))
    .flatMap((list) => (list.content as BinaryNode[]).map((item) => item.attrs['id'] ?? ''))
    .filter((id) => id !== '');
}

/**
 * Translates the server's answer to a message stanza (`<ack class="message">`).
 *
 * @returns undefined when it answers what was repeated to one device after a retry receipt, which is Baileys'
 *   business: a refusal there says nothing of the message
 */
export function translateAck(stanza: BinaryNode, account: Account): ServerAck | undefined {
  const { id, from, error, participant } = stanza.attrs;
  if (!id || !from || /:\d+@/.test(from)) return undefined;
  if (participant !== undefined && !account.own.includes(bareJid(participant))) return undefined;
  const code = error === undefined ? 0 : Number.parseInt(error, 10);
  return create(ServerAckSchema, {
    messageId: id,
    chatJid: namesOf(from, undefined, account.otherName).jid,
    // An error that is no number is an error all the same; 500 is what WhatsApp uses for "other".
    errorCode: Number.isNaN(code) ? 500 : code,
  });
}
