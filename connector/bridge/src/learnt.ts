import { create } from '@bufbuild/protobuf';
import type { SignalDataSet } from '@whiskeysockets/baileys';
import { type PhoneNumberLearnt, PhoneNumberLearntSchema } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { OtherName } from './jid.js';

/** Baileys' own naming (Signal/lid-mapping.js): the LID's user and this → the number's user. */
const REVERSE = '_reverse';

/**
 * The people among keys about to be written of whom the phone number was not known before, or another one.
 *
 * @param otherName what is known up to now
 */
export function learntNumbers(keys: SignalDataSet, otherName: OtherName): PhoneNumberLearnt[] {
  const entries: [string, unknown][] = Object.entries(keys['lid-mapping'] ?? {});
  return entries.flatMap(([id, number]) => {
    if (!id.endsWith(REVERSE) || typeof number !== 'string' || number === '') return [];
    const lidJid = `${id.slice(0, -REVERSE.length)}@lid`;
    const phoneNumberJid = `${number}@s.whatsapp.net`;
    if (otherName(lidJid) === phoneNumberJid) return [];
    return [create(PhoneNumberLearntSchema, { lidJid, phoneNumberJid })];
  });
}
