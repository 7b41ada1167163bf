import { extractE2ESessionFromRetryReceipt } from '@whiskeysockets/baileys';
import { deliveryKey, type Device } from './device.js';
import type { Letter, Resend } from './letters.js';
import { masked } from './log.js';
import { child, children, type BinaryNode } from './nodes.js';
import type { World } from './world.js';

/** Receipts that do not mean that the device has the message. */
const NOT_SETTLING = new Set(['retry', 'hist_sync']);

/** Takes a receipt of a linked device: settles deliveries, informs their authors, answers retries. */
export function takeReceipt(world: World, device: Device, receipt: BinaryNode): void {
  const { id = '', type = 'delivered' } = receipt.attrs;
  const otherSide = receipt.attrs['recipient'] ?? receipt.attrs['to'] ?? '';
  const more = children(child(receipt, 'list')).map((item) => item.attrs['id'] ?? '');
  for (const messageId of [id, ...more]) {
    const key = deliveryKey('message', otherSide, messageId);
    const letter = letterOf(world, device, receipt.attrs['participant'] ?? otherSide, messageId);
    letter?.receipts.push({ type, device: device.id, at: Date.now() });
    if (!NOT_SETTLING.has(type)) device.settled(key);
    if (type === 'retry') device.askedAgain(key);
    if (letter && type === 'retry') void writeAgain(world, device, letter, receipt);
  }
}

/** Takes an ack of a linked device: the end of a receipt, or its refusal of a message. */
export function takeAck(device: Device, ack: BinaryNode): void {
  const { id = '', class: of = '', type = '' } = ack.attrs;
  const otherSide = ack.attrs['recipient'] ?? ack.attrs['to'] ?? '';
  if (of === 'message') device.nacked(deliveryKey('message', otherSide, id));
  const answered = ack.attrs['participant'] ?? otherSide;
  if (of === 'receipt') device.settled(deliveryKey('receipt', answered, `${id}/${type}`));
}

/** The letter that a receipt is about: written by the other side, or by the owner of the device. */
function letterOf(world: World, device: Device, author: string, id: string): Letter | undefined {
  return world.find(author)?.letters.get(id) ?? device.person.letters.get(id);
}

/** The device could not read a letter: its author encrypts it anew, in a new session. */
async function writeAgain(world: World, device: Device, letter: Letter, receipt: BinaryNode): Promise<void> {
  try {
    await world.postTo(letter, device, bundleOf(receipt));
    world.log('resent', { author: masked(letter.author.number), id: letter.id });
  } catch (error) {
    world.log('resend-failed', { id: letter.id, message: String(error) });
  }
}

function bundleOf(receipt: BinaryNode): Resend {
  const session = extractE2ESessionFromRetryReceipt(receipt);
  if (!session) return {};
  // Back to keys without the type byte, as all bundles here.
  const bare = (key: Uint8Array): Buffer => Buffer.from(key).subarray(1);
  const { signedPreKey, preKey } = session;
  return {
    bundle: {
      registrationId: session.registrationId,
      identityKey: bare(session.identityKey),
      signedPreKey: {
        id: signedPreKey.keyId,
        publicKey: bare(signedPreKey.publicKey),
        signature: Buffer.from(signedPreKey.signature),
      },
      ...(preKey && { preKey: { id: preKey.keyId, publicKey: bare(preKey.publicKey) } }),
    },
  };
}
