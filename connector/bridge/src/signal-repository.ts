import {
  DEFAULT_CONNECTION_CONFIG,
  type SignalDataSet,
  type SignalKeyStoreWithTransaction,
  type SignalRepositoryWithLIDStore,
  type UserFacingSocketConfig,
  jidDecode,
  jidEncode,
} from '@whiskeysockets/baileys';
import { bareJid, isLid } from './jid.js';
import { CollectedKeys } from './signal-keys.js';
import { Turns } from './turns.js';

/** What is done by a repository of its own. */
type Operation<T> = (repository: SignalRepositoryWithLIDStore) => Promise<T>;
type MakeRepository = NonNullable<UserFacingSocketConfig['makeSignalRepository']>;

/** Where what was decrypted goes, together with the keys as the decryption left them. */
export interface Decrypted {
  /** The plaintext of a ciphertext that was decrypted before. */
  before(ciphertext: Uint8Array): Uint8Array | undefined;
  /**
   * Settles when the plaintext, what it says and the keys are on the disk, in one transaction: only then may
   * WhatsApp hear that it arrived.
   */
  keep(ciphertext: Uint8Array, plaintext: Uint8Array, keys: SignalDataSet): Promise<void>;
}

/** What the ciphers work with. */
export interface CipherParts {
  readonly keys: SignalKeyStoreWithTransaction;
  readonly decrypted: Decrypted;
}

/**
 * Baileys' Signal repository, each of whose operations on a ratchet is one atomic commit: made on keys of its
 * own, by a repository of its own, and written before the operation returns. So a ciphertext never leaves
 * before the ratchet that made it is kept, and what was decrypted is kept in the same commit as the ratchet
 * that can decrypt it no more.
 *
 * Operations on one person's sessions take turns, on the phone-number and the LID side alike; Baileys alone
 * lets a sending and a receiving one run side by side, and the later commit undoes the earlier.
 */
export function signalRepository({ keys, decrypted }: CipherParts): MakeRepository {
  return ({ creds }, logger, findLids) => {
    const make = DEFAULT_CONNECTION_CONFIG.makeSignalRepository;
    const shared = make({ creds, keys }, logger, findLids);
    const turns = new Turns();

    /** The address under which the session is kept: the LID's, when it is known. */
    const addressOf = async (jid: string): Promise<string> =>
      isLid(bareJid(jid)) ? jid : ((await shared.lidMapping.getLIDForPN(jid)) ?? jid);

    const inTurn = <T>(turn: string, work: Operation<T>): Promise<T> =>
      turns.run(turn, async () => {
        const collected = new CollectedKeys(keys);
        const result = await work(make({ creds, keys: collected }, logger));
        await keys.set(collected.changes);
        return result;
      });

    const decrypt = (turn: string, ciphertext: Uint8Array, work: Operation<Uint8Array>) =>
      turns.run(turn, async () => {
        // The ratchet has moved on since the first time.
        const known = decrypted.before(ciphertext);
        if (known !== undefined) return known;
        const collected = new CollectedKeys(keys);
        const plaintext = await work(make({ creds, keys: collected }, logger));
        await decrypted.keep(ciphertext, plaintext, collected.changes);
        return plaintext;
      });

    return {
      ...shared,
      decryptMessage: async ({ jid, type, ciphertext }) => {
        const address = await addressOf(jid);
        return decrypt(userOf(address), ciphertext, (repository) =>
          repository.decryptMessage({ jid: address, type, ciphertext }),
        );
      },
      decryptGroupMessage: ({ group, authorJid, msg }) =>
        decrypt(group, msg, (repository) => repository.decryptGroupMessage({ group, authorJid, msg })),
      encryptMessage: async ({ jid, data }) => {
        const address = await addressOf(jid);
        return inTurn(userOf(address), (repository) => repository.encryptMessage({ jid: address, data }));
      },
      encryptGroupMessage: (message) =>
        inTurn(message.group, (repository) => repository.encryptGroupMessage(message)),
      getSenderKeyDistributionMessage: (request) =>
        inTurn(request.group, (repository) => repository.getSenderKeyDistributionMessage(request)),
      processSenderKeyDistributionMessage: (message) =>
        inTurn(message.item.groupId ?? '', (repository) =>
          repository.processSenderKeyDistributionMessage(message),
        ),
      injectE2ESession: async ({ jid, session }) => {
        const address = await addressOf(jid);
        await inTurn(userOf(address), (repository) => repository.injectE2ESession({ jid: address, session }));
      },
      migrateSession: (from, to) => turns.run(userOf(to), () => shared.migrateSession(from, to)),
    };
  };
}

/** All devices of one person share a turn, so that moving their sessions to the LID has one too. */
function userOf(jid: string): string {
  const decoded = jidDecode(jid);
  return decoded === undefined ? jid : jidEncode(decoded.user, decoded.server);
}
