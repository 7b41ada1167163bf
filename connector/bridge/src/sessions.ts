import { create } from '@bufbuild/protobuf';
import { SessionUnreadableSchema } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { AuthStore } from './auth-store.js';
import type { ConnectOptions } from './connection.js';
import { BridgeError, isUnreadable, leaseOver, shuttingDown, unknownAccount } from './errors.js';
import type { HearingLimits } from './hearing.js';
import type { Inbox } from './inbox.js';
import type { Journal } from './journal.js';
import { type Logger, masked } from './log.js';
import type { Outgoing, SendOutcome } from './send.js';
import type { SentMessages } from './sent-messages.js';
import { Session, type SessionDescription } from './session.js';
import type { SessionTransfer } from './session-transfer.js';

export interface SessionsParts {
  readonly authStore: AuthStore;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly sent: SentMessages;
  readonly transfer: SessionTransfer;
  readonly queryTimeoutMs: number;
  readonly hearing: HearingLimits;
  /** Whether anything may be written to WhatsApp now. */
  readonly mayWrite: () => boolean;
  /** Rejects when what would come in cannot be written to the volume. */
  readonly probeVolume: () => Promise<void>;
  /** The number of the first connection. */
  readonly firstConnection: number;
  readonly log: Logger;
}

/** All accounts of this bridge by their id. */
export class Sessions {
  readonly #sessions = new Map<string, Session>();
  #nextConnection: number;
  #closing = false;

  constructor(private readonly parts: SessionsParts) {
    this.#nextConnection = parts.firstConnection;
  }

  /** @returns the number of the connection @throws BridgeError */
  async connect(accountId: string, options: ConnectOptions): Promise<number> {
    if (this.#closing) throw shuttingDown();
    if (!this.parts.mayWrite()) throw leaseOver();
    await this.parts.probeVolume();
    const session = this.#session(accountId);
    const number = this.#nextConnection++;
    try {
      await session.connect(number, options);
    } catch (error) {
      if (isUnreadable(error)) this.#tellUnreadable(accountId, number, error);
      throw error;
    }
    return number;
  }

  #tellUnreadable(accountId: string, connection: number, { message }: BridgeError): void {
    const reason = masked(message);
    this.parts.log.error({ accountId, reason }, 'the session cannot be read');
    const value = create(SessionUnreadableSchema, { reason });
    this.parts.journal.publish({ accountId, connection, event: { case: 'sessionUnreadable', value } });
  }

  async disconnect(accountId: string): Promise<void> {
    await this.#known(accountId).disconnect('disconnected as the connector asked');
  }

  async logOut(accountId: string, force: boolean): Promise<void> {
    const session = this.#known(accountId);
    await session.logOut(force);
    if (!session.isActive) this.#sessions.delete(accountId);
  }

  async send(accountId: string, message: Outgoing): Promise<SendOutcome> {
    return this.#known(accountId).send(message);
  }

  /** Moves an account's session to or from another volume. @throws BridgeError */
  async move<T>(accountId: string, step: (transfer: SessionTransfer) => Promise<T>): Promise<T> {
    if (this.#closing) throw shuttingDown();
    const session = this.#session(accountId);
    const result = await session.move(step);
    // The next one is another session, with nothing in its caches.
    if (!session.isActive) this.#sessions.delete(accountId);
    return result;
  }

  describe(accountId: string): SessionDescription {
    return this.#known(accountId).describe();
  }

  /** Every account. One that cannot be read is listed as not paired: its Connect says DATA_LOSS. */
  list(): SessionDescription[] {
    const ids = new Set([...this.parts.authStore.accountIds(), ...this.#sessions.keys()]);
    return [...ids].sort().map((accountId) => {
      try {
        return this.describe(accountId);
      } catch (error) {
        if (!(error instanceof BridgeError)) throw error;
        const nothing = {
          paired: false,
          jid: '',
          lid: '',
          qr: '',
          connection: 0,
          proxied: false,
          pairingCode: '',
        };
        return { accountId, state: 'disconnected', ...nothing };
      }
    });
  }

  /** Ends every connection because of an error of the bridge's own, such as a journal that cannot be written. */
  failAll(error: unknown): void {
    for (const session of this.#sessions.values()) session.fail(error);
  }

  /** Removes what has expired of what the accounts have received. */
  async prune(): Promise<void> {
    await Promise.all([...this.#sessions.values()].map((session) => session.prune()));
  }

  /** Closes every socket; no session is logged out. */
  async disconnectAll(reason: string): Promise<void> {
    await Promise.allSettled([...this.#sessions.values()].map((session) => session.disconnect(reason)));
  }

  /** Takes no further commands and closes all sockets. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.disconnectAll('the bridge is shutting down');
  }

  #known(accountId: string): Session {
    if (this.#closing) throw shuttingDown();
    const session = this.#sessions.get(accountId);
    if (session !== undefined) return session;
    if (!this.parts.authStore.has(accountId)) throw unknownAccount(accountId);
    return this.#session(accountId);
  }

  #session(accountId: string): Session {
    let session = this.#sessions.get(accountId);
    if (session === undefined) {
      session = new Session({ ...this.parts, accountId });
      this.#sessions.set(accountId, session);
    }
    return session;
  }
}
