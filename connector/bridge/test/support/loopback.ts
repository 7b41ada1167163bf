import type { TestContext } from 'node:test';
import { startLoopback } from '@whatsapp-connector/whatsapp-loopback';
import { proto } from '@whiskeysockets/baileys';
import { createLog } from '../../src/log.js';
import { silenceConsole } from '../../src/quiet.js';

// The server's side of Signal runs in this process, and libsignal would print its sessions.
silenceConsole(createLog('silent'));

/** A message as its recipient's phone has it. */
export interface Received {
  readonly id: string;
  readonly text?: string;
  readonly copies?: number;
}

/** The loopback WhatsApp server and the hands on its phones. */
export class World {
  constructor(
    readonly url: string,
    readonly adminUrl: string,
  ) {}

  async scan(number: string, qr: string): Promise<void> {
    await this.#call('POST', `/phones/${number}/scan`, { qr });
  }

  /** The account's owner types a pairing code on the phone. */
  async typeCode(number: string, code: string): Promise<void> {
    await this.#call('POST', `/phones/${number}/pairing-code`, { code });
  }

  /** A contact writes to an account; the message's id. */
  async write(from: string, to: string, text: string, more: object = {}): Promise<string> {
    const { id } = await this.#call<{ id: string }>('POST', `/contacts/${from}/messages`, {
      to,
      text,
      ...more,
    });
    return id;
  }

  /** A contact sends an account something else than text. */
  async post(from: string, to: string, content: proto.IMessage): Promise<string> {
    const path = `/contacts/${from}/messages`;
    return (await this.#call<{ id: string }>('POST', path, { to, message: encoded(content) })).id;
  }

  /** The account's owner writes on the phone. */
  async writeOnPhone(owner: string, to: string, text: string): Promise<string> {
    const { id } = await this.#call<{ id: string }>('POST', `/phones/${owner}/messages`, { to, text });
    return id;
  }

  /** A contact founds a group; its jid. */
  async group(creator: string, ...participants: string[]): Promise<string> {
    const body = { subject: 'Friends', creator, participants };
    return (await this.#call<{ jid: string }>('POST', '/groups', body)).jid;
  }

  async writeToGroup(jid: string, from: string, content: proto.IMessage): Promise<string> {
    const path = `/groups/${jid}/messages`;
    return (await this.#call<{ id: string }>('POST', path, { from, message: encoded(content) })).id;
  }

  /** What a contact has from an account, once there are `count` messages. */
  async inbox(contact: string, from: string, count: number): Promise<Received[]> {
    const query = `from=${from}&wait=10000&count=${count}`;
    const { messages } = await this.#call<{ messages: Received[] }>(
      'GET',
      `/contacts/${contact}/messages?${query}`,
    );
    return messages;
  }

  /** Whether the account's bridge has told WhatsApp that it has a contact's message. */
  async isAcknowledged(contact: string, id: string): Promise<boolean> {
    const types = await this.receiptsOf(contact, id);
    return types.some((type) => type !== 'retry');
  }

  /** The types of the receipts that an account has sent for a contact's message. */
  async receiptsOf(contact: string, id: string): Promise<string[]> {
    const path = `/contacts/${contact}/receipts?of=${id}`;
    const { receipts } = await this.#call<{ receipts: { type: string }[] }>('GET', path);
    return receipts.map(({ type }) => type);
  }

  async receipt(contact: string, account: string, id: string, type: string, address = 'pn'): Promise<void> {
    await this.#call('POST', `/contacts/${contact}/receipts`, { id, from: account, type, address });
  }

  /** Changes how the server treats all accounts, or one. */
  async behave(change: object, account?: string): Promise<void> {
    await this.#call('PUT', account === undefined ? '/behaviour' : `/behaviour?account=${account}`, change);
  }

  async close(number: string, code: number): Promise<void> {
    await this.#call('POST', `/connections/${number}/close`, { code });
  }

  async frame(number: string, bytes: Buffer, encrypted: boolean): Promise<void> {
    await this.#call('POST', `/connections/${number}/frames`, { bytes: bytes.toString('base64'), encrypted });
  }

  async redeliver(id: string, reencrypt = false): Promise<void> {
    await this.#call('POST', `/stanzas/${id}/redeliver`, { reencrypt });
  }

  async unlink(number: string, device: number): Promise<void> {
    await this.#call('DELETE', `/phones/${number}/devices/${device}`);
  }

  async devices(number: string): Promise<{ device: number; connected: boolean; logins: number }[]> {
    const path = `/phones/${number}`;
    return (
      await this.#call<{ devices: { device: number; connected: boolean; logins: number }[] }>('GET', path)
    ).devices;
  }

  async queries(): Promise<Record<string, number>> {
    return (await this.#counters()).queries;
  }

  /** How many message stanzas the accounts have sent, repetitions included. */
  async stanzas(): Promise<number> {
    return (await this.#counters()).stanzas;
  }

  async #counters(): Promise<{ queries: Record<string, number>; stanzas: number }> {
    return this.#call('GET', '/counters');
  }

  async #call<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(new URL(path, this.adminUrl), {
      method,
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

function encoded(content: proto.IMessage): string {
  return Buffer.from(proto.Message.encode(content).finish()).toString('base64');
}

/** Starts a server that ends with the test. */
export async function startWorld(t: TestContext): Promise<World> {
  const loopback = await startLoopback();
  t.after(() => loopback.close());
  return new World(loopback.whatsappUrl, loopback.adminUrl);
}
