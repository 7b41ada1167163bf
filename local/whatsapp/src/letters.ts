import { randomBytes } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { proto } from '@whiskeysockets/baileys';
import type { PreKeyBundle } from './bundles.js';
import { deliveryKey, type Delivery, type Device } from './device.js';
import { node, unixSeconds, type BinaryNode } from './nodes.js';
import type { Group } from './groups.js';
import type { Person } from './person.js';
import type { GroupEncrypted } from './signal.js';

/** How a contact's address appears on what it writes; see the README for when the real server does which. */
export type Addressing = 'pn' | 'lid' | 'lid-only';

/** What an account's device said about a message that was written to it. */
export interface LetterReceipt {
  readonly type: string;
  readonly device: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** A message that somebody wrote on a simulated phone. */
export interface Letter {
  readonly id: string;
  readonly author: Person;
  /** Whose companions get it: the accounts written to, or the author's own. */
  readonly to: readonly Person[];
  /** The attributes of the stanza, apart from its id and time. */
  readonly attrs: Readonly<Record<string, string>>;
  readonly message: proto.IMessage;
  /** The message as it was encrypted for a group, once for all. */
  readonly forGroup?: GroupEncrypted;
  /** Whether it is damaged on its way, until it is asked for again. */
  readonly damaged?: boolean;
  /** Seconds since the epoch. */
  readonly timestamp: number;
  readonly receipts: LetterReceipt[];
}

/** An id as phones make them, 20 hexadecimal digits behind a prefix. */
export function newMessageId(): string {
  return `3A${randomBytes(9).toString('hex').toUpperCase()}`;
}

function letter(
  author: Person,
  to: readonly Person[],
  attrs: Record<string, string>,
  message: proto.IMessage,
  id = newMessageId(),
): Letter {
  return { id, author, to, attrs, message, timestamp: unixSeconds(), receipts: [] };
}

/** A message from a contact to an account. */
export function fromContact(
  author: Person,
  to: Person,
  message: proto.IMessage,
  addressing: Addressing,
  id?: string,
): Letter {
  const addresses: Record<Addressing, Record<string, string>> = {
    lid: { from: author.lid, sender_pn: author.jid },
    'lid-only': { from: author.lid },
    pn: { from: author.jid, sender_lid: author.lid },
  };
  const attrs = { ...addresses[addressing], type: 'text', notify: `Contact ${author.number}` };
  return letter(author, [to], attrs, message, id);
}

/** A message from a contact to a group; goes to the accounts among its members. */
export async function toGroup(
  author: Person,
  group: Group,
  message: proto.IMessage,
  id?: string,
): Promise<Letter> {
  const forGroup = await author.signal.encryptForGroup(group.jid, author.lid, message);
  const attrs = {
    from: group.jid,
    participant: author.lid,
    participant_pn: author.jid,
    addressing_mode: 'lid',
    type: 'text',
    notify: `Contact ${author.number}`,
  };
  const readers = [...group.members].filter((member) => member !== author);
  return { ...letter(author, readers, attrs, message, id), forGroup };
}

/** The copy that the owner's companions get of a message written on the phone itself. */
export function ownCopy(author: Person, recipient: Person, message: proto.IMessage, id?: string): Letter {
  const attrs = {
    from: author.lid,
    recipient: recipient.lid,
    peer_recipient_pn: recipient.jid,
    type: 'text',
  };
  const copy = { deviceSentMessage: { destinationJid: recipient.lid, message } };
  return letter(author, [author], attrs, copy, id);
}

/**
 * The empty history that a phone shares with a companion it has just linked.
 *
 * Without it Baileys holds its events back for 20 seconds after the first login.
 */
export function emptyHistory(author: Person): Letter {
  const history = proto.HistorySync.encode({
    syncType: proto.HistorySync.HistorySyncType.INITIAL_BOOTSTRAP,
    conversations: [],
    progress: 100,
  }).finish();
  return letter(
    author,
    [author],
    { from: author.jid, type: 'protocol', category: 'peer' },
    {
      protocolMessage: {
        type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
        historySyncNotification: {
          syncType: proto.Message.HistorySyncType.INITIAL_BOOTSTRAP,
          chunkOrder: 1,
          progress: 100,
          initialHistBootstrapInlinePayload: deflateSync(history),
        },
      },
    },
  );
}

/** How to encrypt a letter that its reader asked for again. */
export interface Resend {
  /** The keys to start a new session with; the device's published ones when missing. */
  readonly bundle?: PreKeyBundle;
}

/** A delivery whose letter is known. */
export type PostedLetter = Delivery & { readonly letter: Letter };

/**
 * Encrypts a letter for one device and hands it over.
 *
 * @param again set when the device could not read it: a new session is opened first
 */
export async function post(written: Letter, device: Device, again?: Resend): Promise<PostedLetter> {
  const { author, id, attrs, forGroup } = written;
  const enc = async (message: proto.IMessage): Promise<BinaryNode> => {
    const { type, ciphertext } = await author.signal.encrypt(device.lid, message);
    const middle = ciphertext.length >> 1;
    if (written.damaged && !again) ciphertext.fill(0, middle, middle + 8);
    return node('enc', { v: '2', type }, ciphertext);
  };
  const seal = async (): Promise<BinaryNode[]> => {
    if (!forGroup) return [await enc(written.message)];
    // The group's key has moved on since: who asks again gets the message itself, with the key for later ones.
    if (again) return [await enc({ ...written.message, ...forGroup.key })];
    // The key goes with every message, which is more than needed and spares the account of who has it.
    return [await enc(forGroup.key), node('enc', { v: '2', type: 'skmsg' }, forGroup.ciphertext)];
  };
  return author.writing.run(device.lid, async () => {
    if (again || !(await author.signal.hasSession(device.lid))) {
      await author.signal.openSession(device.lid, again?.bundle ?? device.takeBundle());
    }
    const stanza = node('message', { ...attrs, id, t: String(written.timestamp) }, await seal());
    const otherSide = attrs['recipient'] ?? attrs['from'] ?? '';
    const delivery: PostedLetter = {
      key: deliveryKey('message', otherSide, id),
      stanza,
      letter: written,
    };
    device.deliver(delivery);
    return delivery;
  });
}
