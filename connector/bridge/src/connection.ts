import { create } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import {
  type ConnectionState,
  DisconnectReason,
  type GroupMetadata,
  type WASocket,
} from '@whiskeysockets/baileys';
import {
  AccountRestrictedSchema,
  ConnectionClosedSchema,
  OfflineDrainedSchema,
  SessionDeafSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { AccountCaches } from './account-caches.js';
import { attributed, isUnparsableFrame } from './attribution.js';
import type { AuthSession } from './auth-store.js';
import { type CloseCause, closeCause } from './close-code.js';
import { messageOf, notConnected } from './errors.js';
import { deferred, within } from './deferred.js';
import { Hearing, type HearingLimits } from './hearing.js';
import { Intake } from './intake.js';
import { bareJid } from './jid.js';
import type { Inbox } from './inbox.js';
import type { Journal, NewEvent } from './journal.js';
import { Linking } from './linking.js';
import { type Logger, masked } from './log.js';
import { type Outgoing, type SendOutcome, sendText } from './send.js';
import { type Proxy, ProxyAgent } from './proxy.js';
import { Sends } from './sends.js';
import type { SentMessages } from './sent-messages.js';
import { SharedKeys } from './signal-keys.js';
import { openSocket, ping, releaseSocket } from './socket.js';

/** `closing` is over when everything is on the disk and ConnectionClosed has been published. */
export type ConnectionPhase = 'connecting' | 'qr' | 'open' | 'closing' | 'closed';

/** What a caller decides of a connection. */
export interface ConnectOptions {
  /** Through which it goes. */
  readonly proxy?: Proxy | undefined;
  /** Digits of the phone that an unlinked session is linked to by a code, instead of by QR. */
  readonly pairingPhoneNumber?: string | undefined;
}

export interface ConnectionParts extends ConnectOptions {
  readonly accountId: string;
  /** Number of this connection, which its events carry. */
  readonly number: number;
  readonly auth: AuthSession;
  readonly caches: AccountCaches;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly sent: SentMessages;
  readonly queryTimeoutMs: number;
  readonly hearing: HearingLimits;
  readonly mayWrite: () => boolean;
  readonly log: Logger;
}

/** How long Baileys may take to end a socket that is deaf. */
const END_LIMIT_MS = 3_000;

/** How long the last writes may take. LMDB leaves some of those that fail without an answer. */
const FLUSH_LIMIT_MS = 3_000;

/** One socket of one account, from its opening to its ConnectionClosed. It is never opened again. */
export class Connection {
  readonly number: number;
  readonly auth: AuthSession;
  #phase: ConnectionPhase = 'connecting';
  #wasOpen = false;
  #isDrained = false;
  /** One failed write brings others. */
  #isFailing = false;
  /** Why we end it, when it is us. */
  #cause: CloseCause | undefined;
  readonly #agent: ProxyAgent | undefined;
  readonly #sock: WASocket;
  readonly #intake: Intake;
  readonly #hearing: Hearing;
  readonly #opening = deferred();
  readonly #closed = deferred();
  readonly #linking: Linking;
  readonly #sends: Sends;

  constructor(private readonly parts: ConnectionParts) {
    this.number = parts.number;
    this.auth = parts.auth;
    this.#intake = new Intake({
      ...parts,
      connection: parts.number,
      onTrouble: (message) => {
        this.#trouble(message);
      },
      onDrained: (stanzas) => {
        void this.#drained(stanzas);
      },
    });
    this.#hearing = new Hearing({
      limits: parts.hearing,
      ask: () => ping(this.#sock, 2 * parts.hearing.answerWithinMs),
      atWork: () => [...this.#intake.atWork, ...this.#sends.underWay],
      onDeaf: (why) => {
        this.#deaf(why);
      },
    });
    this.#linking = new Linking({
      pairingPhoneNumber: parts.pairingPhoneNumber,
      requestCode: (phoneNumber) => this.#sock.requestPairingCode(phoneNumber),
      isAwaited: () => this.#phase === 'connecting',
      onOffered: (event) => {
        this.#phase = 'qr';
        this.#publish(event);
      },
      onFailure: (reason) => {
        void this.#end({ code: DisconnectReason.timedOut, reason });
      },
    });
    this.#sends = new Sends({
      ...parts,
      isOpen: () => this.#phase === 'open',
      write: (message, onWriting) => this.#write(message, onWriting),
    });
    this.#agent = parts.proxy && new ProxyAgent(parts.proxy);
    this.#sock = attributed(this, () =>
      openSocket({
        ...parts,
        agent: this.#agent,
        keys: new SharedKeys({ ...parts.auth.keys, set: (keys) => this.#intake.saveKeys(keys) }),
        decrypted: this.#intake,
        getMessage: (messageId) => parts.sent.get(parts.accountId, messageId),
        groupMetadata: (jid) => this.#groupMetadata(jid),
      }),
    );
    this.#listen();
  }

  get phase(): ConnectionPhase {
    return this.#phase;
  }

  get qr(): string {
    return this.#phase === 'qr' ? this.#linking.qr : '';
  }

  get pairingCode(): string {
    return this.#phase === 'qr' ? this.#linking.code : '';
  }

  /** Whether WhatsApp holds back nothing from before this connection. */
  get isDrained(): boolean {
    return this.#isDrained && this.#phase === 'open';
  }

  /** Settles when ConnectionClosed has been published. */
  get closed(): Promise<undefined> {
    return this.#closed.promise;
  }

  /** Writes a message, when those before it are written. @throws BridgeError */
  async send(message: Outgoing): Promise<SendOutcome> {
    return this.#sends.send(message);
  }

  async #write(message: Outgoing, onWriting: () => void): Promise<void> {
    const { accountId, sent, caches, log } = this.parts;
    const groupMetadata = (jid: string) => this.#groupMetadata(jid);
    const { devices } = caches;
    await sendText({ accountId, sock: this.#sock, devices, groupMetadata, sent, log, onWriting }, message);
  }

  /** Closes the socket and keeps the session. */
  async close(reason: string): Promise<void> {
    await this.#end({ code: 0, reason });
  }

  /**
   * Unlinks this device at WhatsApp, then closes.
   *
   * @throws BridgeError FAILED_PRECONDITION when that could not be written
   */
  async logOut(): Promise<void> {
    if (this.#phase !== 'open') throw notConnected(this.parts.accountId);
    this.#cause ??= { code: 0, reason: 'logged out as the connector asked' };
    try {
      await this.#sock.logout();
    } catch (error) {
      await this.#end({ code: DisconnectReason.connectionClosed, reason: messageOf(error) });
      throw notConnected(this.parts.accountId);
    }
    await this.closed;
  }

  /** Ends the connection because of an error of our own, such as a full disk. */
  fail(error: unknown): void {
    if (this.#isFailing || this.#phase === 'closing' || this.#phase === 'closed') return;
    this.#isFailing = true;
    const reason = masked(messageOf(error));
    this.parts.log.error({ reason }, 'the connection is closed because of an error');
    this.#publish({
      case: 'accountError',
      value: { $typeName: 'whatsapp.bridge.v1.AccountError', message: reason },
    });
    void this.#end({ code: DisconnectReason.badSession, reason });
  }

  /** An error of this socket that neither Baileys nor we have caught. */
  onStrayError(error: unknown): void {
    // A bare number is the close code of a socket that dropped during a query; the drop speaks for itself.
    if (typeof error === 'number' || this.#phase === 'closing' || this.#phase === 'closed') {
      this.parts.log.debug({ reason: masked(messageOf(error)) }, 'an error after the end of a socket');
    } else if (isUnparsableFrame(error)) {
      this.#trouble(`a frame could not be parsed: ${messageOf(error)}`);
    } else {
      this.fail(error);
    }
  }

  #listen(): void {
    const { ev } = this.#sock;
    const { caches } = this.parts;
    ev.on('creds.update', () => {
      // A failure ends the connection through the AuthSession's onFailure.
      this.auth.saveCreds().catch(() => undefined);
    });
    ev.on('connection.update', (update) => {
      this.#update(update);
    });
    ev.on('groups.update', (groups) => {
      for (const { id } of groups) if (id !== undefined) caches.groups.delete(id);
    });
    ev.on('group-participants.update', ({ id }) => {
      caches.groups.delete(id);
    });
    this.#intake.listen(this.#sock);
  }

  #update({ connection, qr, lastDisconnect, isNewLogin, reachoutTimeLock }: Partial<ConnectionState>): void {
    if (qr !== undefined) this.#linking.offer(qr);
    if (reachoutTimeLock) {
      const { isActive = false, enforcementType = '', timeEnforcementEnds: end } = reachoutTimeLock;
      const until = end && { until: timestampFromMs(end.getTime()) };
      const value = create(AccountRestrictedSchema, { active: isActive, kind: enforcementType, ...until });
      this.#publish({ case: 'accountRestricted', value });
    }
    if (isNewLogin) this.#phase = 'connecting';
    if (connection === 'open') void this.#opened();
    if (connection === 'close') void this.#finish(this.#cause ?? closeCause(lastDisconnect?.error));
  }

  async #opened(): Promise<void> {
    let newlyPaired: boolean;
    try {
      newlyPaired = await this.auth.markLoggedIn();
    } catch {
      return; // onFailure has ended the connection.
    }
    if (this.#phase === 'closing' || this.#phase === 'closed') return;
    this.#wasOpen = true;
    this.#phase = 'open';
    const me = this.auth.creds.me;
    this.parts.log.info({ newlyPaired }, 'connected');
    this.#publish({
      case: 'connectionOpened',
      value: {
        $typeName: 'whatsapp.bridge.v1.ConnectionOpened',
        jid: bareJid(me?.id),
        lid: bareJid(me?.lid),
        pushName: me?.name ?? '',
        newlyPaired,
      },
    });
    this.#opening.resolve(undefined);
    this.#hearing.start();
  }

  #deaf(reason: string): void {
    if (this.#phase !== 'open') return;
    this.parts.log.warn({ reason }, 'the session is deaf; its connection is closed');
    this.#publish({ case: 'sessionDeaf', value: create(SessionDeafSchema, { reason }) });
    const cause = { code: DisconnectReason.timedOut, reason };
    // What hangs may be what Baileys waits for at the end.
    setTimeout(() => {
      void this.#finish(cause);
    }, END_LIMIT_MS).unref();
    void this.#end(cause);
  }

  async #drained(stanzas: number): Promise<void> {
    await this.#opening.promise;
    if (this.#phase !== 'open') return;
    this.#isDrained = true;
    this.parts.log.info({ stanzas }, 'drained');
    this.#publish({ case: 'offlineDrained', value: create(OfflineDrainedSchema, { stanzas }) });
  }

  async #end(cause: CloseCause): Promise<void> {
    this.#cause ??= cause;
    void this.#sock.end(undefined);
    await this.closed;
  }

  async #finish(cause: CloseCause): Promise<void> {
    if (this.#phase === 'closing' || this.#phase === 'closed') return;
    this.#phase = 'closing';
    this.#sends.end();
    this.#hearing.stop();
    releaseSocket(this.#sock);
    this.#agent?.destroy();
    const isLoggedOut = cause.code === (DisconnectReason.loggedOut as number);
    try {
      await within(FLUSH_LIMIT_MS, this.#flush(isLoggedOut));
    } catch (error) {
      this.parts.log.error({ reason: messageOf(error) }, 'the session could not be flushed to the volume');
      // Whatever comes of it: this socket's tasks write no more.
      this.auth.close().catch(() => undefined);
    }
    this.#phase = 'closed';
    const reason = masked(cause.reason);
    this.parts.log.info({ code: cause.code, reason }, 'closed');
    this.#publish({
      case: 'connectionClosed',
      value: create(ConnectionClosedSchema, {
        code: cause.code,
        reason,
        wasOpen: this.#wasOpen,
        paired: this.auth.pairing === 'linked',
        restriction: masked(cause.restriction ?? ''),
        ...(cause.retryAfterMs !== undefined && { retryAfter: timestampFromMs(cause.retryAfterMs) }),
      }),
    });
    this.#closed.resolve(undefined);
  }

  async #flush(isLoggedOut: boolean): Promise<void> {
    await this.#intake.settled();
    if (isLoggedOut) await this.auth.markUnlinked();
    // After a pairing the connector connects again at once, with what is on the disk by then.
    await this.auth.close();
  }

  async #groupMetadata(jid: string): Promise<GroupMetadata> {
    const { groups } = this.parts.caches;
    const known = groups.get(jid);
    if (known !== undefined) return known;
    const metadata = await this.#sock.groupMetadata(jid);
    groups.set(jid, metadata);
    return metadata;
  }

  #trouble(message: string): void {
    const text = masked(message);
    this.parts.log.warn({ reason: text }, 'trouble on the connection');
    this.#publish({
      case: 'accountError',
      value: { $typeName: 'whatsapp.bridge.v1.AccountError', message: text },
    });
  }

  #publish(event: NewEvent['event']): void {
    this.parts.journal.publish({ accountId: this.parts.accountId, connection: this.number, event });
  }
}
