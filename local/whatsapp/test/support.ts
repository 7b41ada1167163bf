import assert from 'node:assert/strict';
import {
  Curve,
  initAuthCreds,
  makeWASocket,
  type AuthenticationCreds,
  type BinaryNode,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
  type WAMessage,
  type WAMessageUpdate,
  type WASocket,
} from '@whiskeysockets/baileys';
import { startLoopback, trustLoopback, type Loopback } from '../src/index.js';
import { silenceConsole, silentLogger } from '../src/log.js';
import { Changes } from '../src/waiting.js';

// libsignal prints private keys; node:test itself does not report through the console.
silenceConsole();

/** What the admin API answered. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** One loopback server for a test file, and the accounts that were made on it. */
export class Stage {
  private static lastNumber = 40_700_000_000;
  private readonly clients: Client[] = [];

  private constructor(readonly server: Loopback) {}

  static async open(): Promise<Stage> {
    const server = await startLoopback();
    trustLoopback(server.whatsappUrl);
    return new Stage(server);
  }

  /** A phone number that no other test of this process uses. */
  number(): string {
    return String(++Stage.lastNumber);
  }

  client(number = this.number()): Client {
    const client = new Client(this, number);
    this.clients.push(client);
    return client;
  }

  /** An account that is linked and logged in. */
  async account(): Promise<Client> {
    const client = this.client();
    await client.pair();
    await client.login();
    // The phone's history has been taken too: from here on nothing is under way.
    await client.until('the initial sync', () => client.creds.accountSyncCounter > 0);
    return client;
  }

  async call(method: string, path: string, body?: object): Promise<Reply> {
    const response = await fetch(this.server.adminUrl + path, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
  }

  /** Calls the admin API and insists on success. */
  async ok<T = unknown>(method: string, path: string, body?: object): Promise<T> {
    const reply = await this.call(method, path, body);
    assert.ok(reply.status < 300, `${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`);
    return reply.body as T;
  }

  async close(): Promise<void> {
    for (const client of this.clients) client.leave();
    await this.server.close();
  }
}

/** Keys in memory, so that a client can come back with them. */
export class MemoryKeys implements SignalKeyStore {
  private readonly values = new Map<string, unknown>();

  get<T extends keyof SignalDataTypeMap>(kind: T, ids: string[]): Record<string, SignalDataTypeMap[T]> {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    for (const id of ids) {
      const value = this.values.get(`${kind} ${id}`);
      if (value !== undefined) found[id] = value as SignalDataTypeMap[T];
    }
    return found;
  }

  set(data: SignalDataSet): void {
    for (const [kind, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) {
        if (value === null) this.values.delete(`${kind} ${id}`);
        else this.values.set(`${kind} ${id}`, value);
      }
    }
  }

  /** A copy to go back to, as a restored backup would. */
  snapshot(): Map<string, unknown> {
    return structuredClone(this.values);
  }

  restore(snapshot: ReadonlyMap<string, unknown>): void {
    this.values.clear();
    for (const [key, value] of snapshot) this.values.set(key, value);
  }

  /** Forgets all values of one kind, as a damaged store would. */
  forget(kind: keyof SignalDataTypeMap): void {
    for (const key of this.values.keys()) if (key.startsWith(`${kind} `)) this.values.delete(key);
  }
}

/**
 * The prekeys of all clients of a test process. Baileys uploads 812 at its first login, and making them is more than
 * half of what a test costs; it takes those that it finds made already.
 */
const PRE_KEYS = Object.fromEntries(
  Array.from({ length: 812 }, (_, index) => [String(index + 1), Curve.generateKeyPair()]),
);

/** The unmodified Baileys with its state in memory; everything it reports is kept to look at. */
export class Client {
  creds: AuthenticationCreds = { ...initAuthCreds(), nextPreKeyId: Object.keys(PRE_KEYS).length + 1 };
  readonly keys = new MemoryKeys();
  readonly received: { readonly type: string; readonly message: WAMessage }[] = [];
  readonly updates: WAMessageUpdate[] = [];
  readonly acks: BinaryNode['attrs'][] = [];
  readonly closeCodes: number[] = [];
  readonly qrs: string[] = [];
  opened = 0;
  private readonly changes = new Changes();
  private current: WASocket | undefined;

  constructor(
    readonly stage: Stage,
    readonly number: string,
  ) {
    this.keys.set({ 'pre-key': PRE_KEYS });
  }

  get socket(): WASocket {
    assert.ok(this.current, 'not connected');
    return this.current;
  }

  connect(): WASocket {
    const socket = makeWASocket({
      auth: { creds: this.creds, keys: this.keys },
      logger: silentLogger,
      emitOwnEvents: false,
      retryRequestDelayMs: 1,
    });
    this.current = socket;
    socket.ev.on('creds.update', (update) => {
      Object.assign(this.creds, update);
      this.changes.announce();
    });
    socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr !== undefined) this.qrs.push(qr);
      if (connection === 'open') this.opened++;
      if (connection === 'close') {
        const error = lastDisconnect?.error;
        if (error && 'output' in error) {
          this.closeCodes.push((error as { output: { statusCode: number } }).output.statusCode);
        }
      }
      this.changes.announce();
    });
    socket.ev.on('messages.upsert', ({ messages, type }) => {
      for (const message of messages) this.received.push({ type, message });
      this.changes.announce();
    });
    socket.ev.on('messages.update', (updates) => {
      this.updates.push(...updates);
      this.changes.announce();
    });
    socket.ws.on('CB:ack,class:message', (node: BinaryNode) => {
      this.acks.push(node.attrs);
      this.changes.announce();
    });
    return socket;
  }

  /** Waits until something that this client reports makes the condition true. */
  async until(what: string, condition: () => boolean, timeoutMs = 10_000): Promise<void> {
    assert.ok(await this.changes.until(condition, timeoutMs), `did not happen: ${what}`);
  }

  /** Shows a QR code and has the phone scan it; ends with the 515 that follows. */
  async pair(): Promise<Reply> {
    const qr = await this.showQr();
    const before = this.closeCodes.length;
    const reply = await this.stage.call('POST', `/phones/${this.number}/scan`, { qr });
    assert.equal(reply.status, 200, JSON.stringify(reply.body));
    await this.until('the restart after pairing', () => this.closeCodes.length > before);
    return reply;
  }

  async showQr(): Promise<string> {
    this.connect();
    const shown = this.qrs.length;
    await this.until('a QR code', () => this.qrs.length > shown);
    return this.qrs.at(-1) ?? '';
  }

  async login(): Promise<void> {
    const before = this.opened;
    this.connect();
    await this.until('an open connection', () => this.opened > before);
  }

  /** Connects and waits for the code with which that fails. */
  async failToConnect(): Promise<number | undefined> {
    const before = this.closeCodes.length;
    this.connect();
    return this.nextClose(before);
  }

  async nextClose(before = this.closeCodes.length): Promise<number | undefined> {
    await this.until('the end of the connection', () => this.closeCodes.length > before);
    return this.closeCodes.at(-1);
  }

  /**
   * Catches what Baileys throws on frames that it cannot read, as an application must: it hands the bytes to an
   * asynchronous listener whose rejection nobody handles.
   */
  guardAgainstGarbage(): unknown[] {
    const caught: unknown[] = [];
    const [listener] = this.socket.ws.listeners('message') as ((data: Buffer) => Promise<void>)[];
    this.socket.ws.removeAllListeners('message');
    this.socket.ws.on('message', (data: Buffer) => {
      listener?.(data).catch((error: unknown) => {
        caught.push(error);
        this.changes.announce();
      });
    });
    return caught;
  }

  /** Ends the connection from this side. */
  leave(): void {
    void this.current?.end(undefined);
  }

  /** Leaves, and waits until the server has noticed. */
  async goOffline(): Promise<void> {
    this.leave();
    const { connections } = await this.connections();
    if (connections.length > 0)
      await eventually('offline', async () => (await this.connections()).connections.length === 0);
  }

  async connections(): Promise<{ connections: { connection: number; device: number; since: string }[] }> {
    return this.stage.ok('GET', `/connections/${this.number}`);
  }

  /** The texts received from others, in order, each as often as it was reported. */
  get texts(): (string | null | undefined)[] {
    return this.received
      .filter(({ message }) => !message.key.fromMe && message.message)
      .map(({ message }) => message.message?.conversation);
  }

  async send(to: string, text: string, messageId: string): Promise<void> {
    const jid = to.includes('@') ? to : `${to}@s.whatsapp.net`;
    await this.socket.sendMessage(jid, { text }, { messageId });
  }
}

/** What a contact has read from an account, waiting for at least so many. */
export async function readBy(
  stage: Stage,
  contact: string,
  from: Client,
  count = 1,
): Promise<{ id: string; text: string; copies: number }[]> {
  const path = `/contacts/${contact}/messages?from=${from.number}&count=${count}&wait=10000`;
  const { messages } = await stage.ok<{ messages: { id: string; text: string; copies: number }[] }>(
    'GET',
    path,
  );
  return messages;
}

/** Asks again and again, as one must where only the other side of HTTP knows. */
export async function eventually(
  what: string,
  condition: () => Promise<boolean>,
  timeoutMs = 10_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await condition())) {
    assert.ok(Date.now() < end, `did not happen: ${what}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}
