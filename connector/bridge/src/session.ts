import { AccountCaches } from './account-caches.js';
import type { AuthStore } from './auth-store.js';
import { type ConnectOptions, Connection } from './connection.js';
import { alreadyConnected, notConnected, notMovable } from './errors.js';
import { bareJid } from './jid.js';
import type { HearingLimits } from './hearing.js';
import type { Inbox } from './inbox.js';
import type { Journal } from './journal.js';
import type { Logger } from './log.js';
import type { Outgoing, SendOutcome } from './send.js';
import type { SentMessages } from './sent-messages.js';
import type { SessionTransfer } from './session-transfer.js';

export interface SessionParts {
  readonly accountId: string;
  readonly authStore: AuthStore;
  readonly journal: Journal;
  readonly inbox: Inbox;
  readonly sent: SentMessages;
  readonly transfer: SessionTransfer;
  readonly queryTimeoutMs: number;
  readonly hearing: HearingLimits;
  readonly mayWrite: () => boolean;
  readonly log: Logger;
}

/** An account's present state, as GetSession tells it. */
export interface SessionDescription {
  readonly accountId: string;
  readonly state: 'disconnected' | 'connecting' | 'qr' | 'connected';
  readonly paired: boolean;
  readonly jid: string;
  readonly lid: string;
  readonly qr: string;
  readonly connection: number;
  readonly proxied: boolean;
  readonly pairingCode: string;
}

/** One account: its stored session, and at most one socket at a time. */
export class Session {
  readonly #caches = new AccountCaches();
  #connection: Connection | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: SessionParts) {}

  /** Whether there is a socket that has not told of its end yet. */
  get isActive(): boolean {
    return this.#active() !== undefined;
  }

  /** @throws BridgeError DATA_LOSS when the stored session cannot be read */
  describe(): SessionDescription {
    const { accountId, authStore } = this.parts;
    const active = this.#active();
    const stored = active
      ? { pairing: active.auth.pairing, me: active.auth.creds.me, proxied: active.auth.proxied }
      : authStore.summary(accountId);
    const paired = stored?.pairing === 'linked';
    return {
      accountId,
      state: stateOf(active),
      paired,
      jid: paired ? bareJid(stored.me?.id) : '',
      lid: paired ? bareJid(stored.me?.lid) : '',
      qr: active?.qr ?? '',
      connection: this.#connection?.number ?? 0,
      proxied: stored?.proxied ?? false,
      pairingCode: active?.pairingCode ?? '',
    };
  }

  /**
   * Opens a socket.
   *
   * @throws BridgeError ALREADY_EXISTS, DATA_LOSS
   */
  async connect(number: number, options: ConnectOptions): Promise<void> {
    await this.#exclusively(async () => {
      const { accountId, authStore } = this.parts;
      if (this.isActive) throw alreadyConnected(accountId);
      const opened: { connection?: Connection } = {};
      const proxied = options.proxy !== undefined;
      const auth = await authStore.open(accountId, (error) => opened.connection?.fail(error), proxied);
      const log = this.parts.log.child({ accountId, connection: number });
      opened.connection = new Connection({
        ...this.parts,
        ...options,
        number,
        auth,
        caches: this.#caches,
        log,
      });
      this.#connection = opened.connection;
    });
  }

  /** Closes the socket, if there is one, and keeps the session. */
  async disconnect(reason: string): Promise<void> {
    await this.#exclusively(async () => {
      await this.#active()?.close(reason);
    });
  }

  /**
   * Unlinks and deletes.
   *
   * @param force also without a connection, when WhatsApp cannot be told
   * @throws BridgeError FAILED_PRECONDITION
   */
  async logOut(force: boolean): Promise<void> {
    await this.#exclusively(async () => {
      const { accountId, authStore, inbox, sent } = this.parts;
      const active = this.#active();
      if (active?.phase === 'open') await active.logOut();
      else if (!force) throw notConnected(accountId);
      else await active?.close('logged out by force as the connector asked');
      await authStore.delete(accountId);
      await inbox.deleteAccount(accountId);
      await sent.deleteAccount(accountId);
    });
  }

  /**
   * Writes a message, unless the server is known to have one with its id.
   *
   * @throws BridgeError
   */
  async send(message: Outgoing): Promise<SendOutcome> {
    const { accountId, sent } = this.parts;
    if (sent.isTaken(accountId, message.messageId)) return 'taken before';
    const active = this.#active();
    if (active?.phase !== 'open') throw notConnected(accountId);
    return active.send(message);
  }

  /**
   * Moves the session to or from another volume, while nobody uses it.
   *
   * @throws BridgeError FAILED_PRECONDITION while there is a socket
   */
  async move<T>(step: (transfer: SessionTransfer) => Promise<T>): Promise<T> {
    return this.#exclusively(() => {
      if (this.isActive) throw notMovable(this.parts.accountId, 'it is connected, or about to be');
      return step(this.parts.transfer);
    });
  }

  /** Removes what has expired of what it has received; only when WhatsApp holds nothing back for it. */
  async prune(): Promise<void> {
    if (this.#active()?.isDrained) await this.parts.inbox.prune(this.parts.accountId);
  }

  /** Ends the connection because of an error of the bridge's own. */
  fail(error: unknown): void {
    this.#active()?.fail(error);
  }

  #active(): Connection | undefined {
    return this.#connection?.phase === 'closed' ? undefined : this.#connection;
  }

  /** One change of the account at a time. */
  async #exclusively<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#queue.then(work);
    this.#queue = turn.catch(() => undefined);
    return turn;
  }
}

function stateOf(connection: Connection | undefined): SessionDescription['state'] {
  switch (connection?.phase) {
    case undefined:
    case 'closed':
    case 'closing':
      return 'disconnected';
    case 'connecting':
      return 'connecting';
    case 'qr':
      return 'qr';
    case 'open':
      return 'connected';
  }
}
