import {
  Curve,
  DEFAULT_CONNECTION_CONFIG,
  encodeWAMessage,
  generateRegistrationId,
  generateSignalPubKey,
  proto,
  unpadRandomMax16,
  type SignalCreds,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStoreWithTransaction,
} from '@whiskeysockets/baileys';
import type { PreKeyBundle } from './bundles.js';
import { silentLogger } from './log.js';
import { KeyedSerial } from './waiting.js';
import { generateSigningKeyPair } from './xeddsa.js';

/** A ciphertext as an `<enc>` element carries it. */
export interface Encrypted {
  readonly type: 'msg' | 'pkmsg';
  readonly ciphertext: Uint8Array;
}

/** A ciphertext for a group, and the message that carries its key. */
export interface GroupEncrypted {
  readonly ciphertext: Uint8Array;
  readonly key: proto.IMessage;
}

/**
 * Signal keys in memory, in the shape that Baileys' own Signal code asks for.
 *
 * Not Baileys' `addTransactionCapability`: each such store is one more AsyncLocalStorage, and on Node 20 every
 * promise of the process pays for all of them, so that a few hundred contacts would slow everything down.
 * Turns by key are all that is needed here: writes to a map cannot fail half-way, and nothing nests.
 */
class MemoryKeys implements SignalKeyStoreWithTransaction {
  private readonly kinds = new Map<string, Map<string, unknown>>();
  private readonly turns = new KeyedSerial();

  get<T extends keyof SignalDataTypeMap>(kind: T, ids: string[]): Record<string, SignalDataTypeMap[T]> {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    const stored = this.kinds.get(kind);
    for (const id of ids) {
      const value = stored?.get(id);
      if (value !== undefined) found[id] = value as SignalDataTypeMap[T];
    }
    return found;
  }

  set(data: SignalDataSet): void {
    for (const [kind, entries] of Object.entries(data)) {
      const stored = this.kinds.get(kind) ?? new Map<string, unknown>();
      this.kinds.set(kind, stored);
      for (const [id, value] of Object.entries(entries)) {
        if (value === null) stored.delete(id);
        else stored.set(id, value);
      }
    }
  }

  transaction<T>(work: () => Promise<T>, key: string): Promise<T> {
    return this.turns.run(key, work);
  }

  isInTransaction(): boolean {
    return false;
  }
}

/** Only what Signal needs: a contact is made in the middle of a measured send. */
function makeCreds(): SignalCreds {
  const identity = generateSigningKeyPair();
  const keyPair = Curve.generateKeyPair();
  return {
    signedIdentityKey: { private: identity.private, public: identity.public },
    signedPreKey: { keyId: 1, keyPair, signature: identity.sign(generateSignalPubKey(keyPair.public)) },
    registrationId: generateRegistrationId(),
  };
}

function buffer(data: Uint8Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/**
 * The Signal side of one simulated phone: its identity, its sessions, and prekeys made when asked for.
 *
 * Peers are addressed by LID only, so that a session is found whatever address a stanza used.
 */
export class SignalEndpoint {
  private readonly creds = makeCreds();
  private readonly keys = new MemoryKeys();
  private readonly repository = DEFAULT_CONNECTION_CONFIG.makeSignalRepository(
    { creds: this.creds, keys: this.keys },
    silentLogger,
  );
  private lastPreKeyId = 0;

  /** The identity key pair; for a phone it is the account key too. */
  get identity(): ReturnType<typeof Curve.generateKeyPair> {
    return this.creds.signedIdentityKey;
  }

  get registrationId(): number {
    return this.creds.registrationId;
  }

  /** A bundle with a one-time prekey that nobody else was given. */
  takeBundle(): PreKeyBundle {
    const id = ++this.lastPreKeyId;
    const pair = Curve.generateKeyPair();
    this.keys.set({ 'pre-key': { [String(id)]: pair } });
    const { signedPreKey } = this.creds;
    return {
      registrationId: this.creds.registrationId,
      identityKey: buffer(this.identity.public),
      signedPreKey: {
        id: signedPreKey.keyId,
        publicKey: buffer(signedPreKey.keyPair.public),
        signature: buffer(signedPreKey.signature),
      },
      preKey: { id, publicKey: buffer(pair.public) },
    };
  }

  async hasSession(peer: string): Promise<boolean> {
    return (await this.repository.validateSession(peer)).exists;
  }

  /** Starts a new session with a peer; the next message to it carries what it needs to follow. */
  async openSession(peer: string, bundle: PreKeyBundle): Promise<void> {
    const { signedPreKey, preKey } = bundle;
    await this.repository.injectE2ESession({
      jid: peer,
      session: {
        registrationId: bundle.registrationId,
        identityKey: generateSignalPubKey(bundle.identityKey),
        signedPreKey: {
          keyId: signedPreKey.id,
          publicKey: generateSignalPubKey(signedPreKey.publicKey),
          signature: signedPreKey.signature,
        },
        ...(preKey && {
          preKey: { keyId: preKey.id, publicKey: generateSignalPubKey(preKey.publicKey) },
        }),
      },
    });
  }

  /** Encrypts for a peer with an open session. */
  async encrypt(peer: string, message: proto.IMessage): Promise<Encrypted> {
    return this.repository.encryptMessage({ jid: peer, data: encodeWAMessage(message) });
  }

  /** Decrypts what a peer sent to this phone alone. @throws when no session fits */
  async decrypt(peer: string, type: 'msg' | 'pkmsg', ciphertext: Uint8Array): Promise<proto.Message> {
    const plaintext = await this.repository.decryptMessage({
      jid: peer,
      type,
      ciphertext: buffer(ciphertext),
    });
    return proto.Message.decode(unpadRandomMax16(plaintext));
  }

  /** Learns the key that a peer encrypts for a group with. */
  async learnGroupKey(peer: string, key: proto.Message.ISenderKeyDistributionMessage): Promise<void> {
    await this.repository.processSenderKeyDistributionMessage({ authorJid: peer, item: key });
  }

  /** Decrypts what a peer sent to a group. @throws when its key is not known */
  async decryptForGroup(group: string, peer: string, ciphertext: Uint8Array): Promise<proto.Message> {
    const plaintext = await this.repository.decryptGroupMessage({
      group,
      authorJid: peer,
      msg: buffer(ciphertext),
    });
    return proto.Message.decode(unpadRandomMax16(plaintext));
  }

  /** Encrypts for a group under an own address; the message in `key` tells others how to read it. */
  async encryptForGroup(group: string, own: string, message: proto.IMessage): Promise<GroupEncrypted> {
    const { ciphertext, senderKeyDistributionMessage } = await this.repository.encryptGroupMessage({
      group,
      meId: own,
      data: encodeWAMessage(message),
    });
    const axolotlSenderKeyDistributionMessage = senderKeyDistributionMessage;
    return {
      ciphertext,
      key: { senderKeyDistributionMessage: { groupId: group, axolotlSenderKeyDistributionMessage } },
    };
  }

  /** Forgets what the repository caches. */
  close(): void {
    this.repository.close?.();
  }
}
