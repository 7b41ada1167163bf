import type { proto } from '@whiskeysockets/baileys';
import type { Connection } from './connection.js';
import { readCopies, type Copy } from './copies.js';
import { deliveryKey, type Device } from './device.js';
import { isGroupJid } from './groups.js';
import type { AnswerAddress } from './inbox.js';
import { bareJid, userAddress } from './jids.js';
import { masked } from './log.js';
import { bytes, child, node, unixSeconds, type BinaryNode } from './nodes.js';
import type { Person } from './person.js';
import type { World } from './world.js';

/** Takes a message that a linked device sends: acknowledges or refuses it, and hands it to its readers. */
export function takeMessage(world: World, connection: Connection, device: Device, stanza: BinaryNode): void {
  const { id = '', to = '' } = stanza.attrs;
  const account = device.person.number;
  const { acks } = world.behaviours.of(account);
  // What a companion asks its own phone for is no message to anybody.
  const isPeer = stanza.attrs['category'] === 'peer';
  if (!isPeer) world.counters.message(account, id);
  const timestamp = unixSeconds();
  const acknowledge = (error?: number): void => {
    if (error !== undefined) world.counters.refused(account);
    world.log('message', { account: masked(account), id, ...(error !== undefined && { error }) });
    connection.send(
      node('ack', {
        class: 'message',
        id,
        from: to,
        t: String(timestamp),
        ...(error !== undefined && { error: String(error) }),
      }),
    );
  };
  if (isPeer) {
    acknowledge();
    return;
  }
  const copies = readCopies(world, device, stanza);
  if (typeof copies === 'number') {
    acknowledge(copies);
    return;
  }
  const handOver = (): void => {
    for (const copy of copies) {
      if (copy.deviceId > 0) passOn(device, stanza, copy, timestamp);
      else void read(world, device, stanza, copy, timestamp);
    }
  };
  switch (acks.mode) {
    case 'refuse':
      acknowledge(acks.errorCode);
      return;
    case 'drop':
      if (acks.deliverDropped) handOver();
      return;
    case 'delay':
      // Receipts must not overtake the ack: the message is handed over when it is answered.
      setTimeout(() => {
        acknowledge();
        handOver();
      }, acks.delayMs).unref();
      return;
    case 'normal':
      acknowledge();
      handOver();
  }
}

/** A simulated phone reads its copy and confirms it, or asks for another one. */
async function read(
  world: World,
  sender: Device,
  stanza: BinaryNode,
  copy: Copy,
  timestamp: number,
): Promise<void> {
  const { id = '', to = '', recipient } = stanza.attrs;
  const reader = copy.person;
  const group = isGroupJid(to) ? to : undefined;
  const isOwnCopy = reader === sender.person;
  // To the phone itself, a copy is filed under whom the message was for.
  const otherSide = isOwnCopy ? (group ?? world.find(recipient ?? to)?.number) : sender.person.number;
  if (otherSide === undefined) return;
  const shelf = isOwnCopy ? reader.outbox : reader.inbox;
  shelf.arrived(otherSide, id, timestamp, answerAddress(stanza, reader));
  try {
    const message = await decrypt(reader, sender, group, copy);
    shelf.read(otherSide, id, message.deviceSentMessage?.message ?? message, group);
  } catch (error) {
    world.log('undecryptable', { reader: masked(reader.number), id, message: String(error) });
    const attempt = Number(child(stanza, 'enc')?.attrs['count'] ?? '0') + 1;
    if (!isOwnCopy) askAgain(reader, sender, answerAddress(stanza, reader), id, attempt);
    return;
  }
  if (!isOwnCopy && world.behaviours.of(sender.person.number).receipts.delivery) {
    sendReceipt(sender.person, answerAddress(stanza, reader), id);
  }
}

/** Decrypts a copy; in a group that may mean to learn the sender's key first. */
async function decrypt(
  reader: Person,
  sender: Device,
  group: string | undefined,
  { enc, groupEnc }: Copy,
): Promise<proto.IMessage> {
  const content = (of: BinaryNode): Buffer => bytes(of) ?? Buffer.alloc(0);
  let message: proto.IMessage = {};
  if (enc) {
    const type = enc.attrs['type'] === 'pkmsg' ? 'pkmsg' : 'msg';
    message = await reader.signal.decrypt(sender.lid, type, content(enc));
    if (message.senderKeyDistributionMessage) {
      await reader.signal.learnGroupKey(sender.lid, message.senderKeyDistributionMessage);
    }
  }
  if (group === undefined || !groupEnc) return message;
  return reader.signal.decryptForGroup(group, sender.lid, content(groupEnc));
}

/** Contacts answer under the address they were written to. */
function answerAddress(stanza: BinaryNode, reader: Person): AnswerAddress {
  const { to } = stanza.attrs;
  if (isGroupJid(to)) return { from: to, participant: reader.lid };
  const address = userAddress(to);
  return { from: address ? bareJid(address) : reader.jid };
}

/** Queues a receipt for all companions of an account. */
export function sendReceipt(
  account: Person,
  { from, participant }: AnswerAddress,
  id: string,
  type?: 'read' | 'played',
): void {
  const stanza = node('receipt', {
    from,
    id,
    t: String(unixSeconds()),
    ...(participant !== undefined && { participant }),
    ...(type !== undefined && { type }),
  });
  const key = deliveryKey('receipt', participant ?? from, `${id}/${type ?? ''}`);
  for (const device of account.devices) device.deliver({ key, stanza });
}

/** A reader that cannot decrypt asks the sending device to encrypt anew. */
export function askAgain(
  reader: Person,
  sender: Device,
  { from, participant }: AnswerAddress,
  id: string,
  attempt = 1,
): void {
  const t = String(unixSeconds());
  const registration = Buffer.alloc(4);
  registration.writeUInt32BE(reader.signal.registrationId);
  const attrs = { from, id, t, type: 'retry', ...(participant !== undefined && { participant }) };
  const request = node('receipt', attrs, [
    node('retry', { count: String(attempt), id, t, v: '1' }),
    node('registration', {}, registration),
  ]);
  const key = deliveryKey('receipt', participant ?? from, `${id}/retry`);
  sender.deliver({ key, stanza: request });
}

/** Hands a copy to another linked device, of a recipient or of the sender. */
function passOn(sender: Device, stanza: BinaryNode, copy: Copy, timestamp: number): void {
  const device = copy.person.device(copy.deviceId);
  if (!device || device === sender) return;
  const { id = '', to = '', type = 'text' } = stanza.attrs;
  const isOwn = copy.person === sender.person;
  const attrs: Record<string, string> = { id, type, t: String(timestamp) };
  if (isGroupJid(to)) {
    Object.assign(attrs, { from: to, participant: sender.lid, participant_pn: sender.jid });
    attrs['addressing_mode'] = 'lid';
  } else {
    attrs['from'] = sender.lid;
    Object.assign(attrs, isOwn ? { recipient: to } : { sender_pn: sender.jid });
  }
  const content = [copy.enc, copy.groupEnc, child(stanza, 'device-identity')];
  device.deliver({
    key: deliveryKey('message', attrs['recipient'] ?? attrs['from'] ?? '', id),
    stanza: node(
      'message',
      attrs,
      content.filter((part) => part !== undefined),
    ),
  });
}
