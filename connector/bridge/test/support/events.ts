import type { EventsResponse } from '../../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { BridgeClient } from './bridge.js';

type Case = Exclude<EventsResponse['event']['case'], undefined>;
/** An event of one kind. */
export type EventOf<C extends Case> = EventsResponse & {
  event: Extract<EventsResponse['event'], { case: C }>;
};

const TIMEOUT_MS = 15_000;

/** A subscription to a bridge's events that a test can wait on. */
export class Events {
  readonly all: EventsResponse[] = [];
  /** Settles with what ended the subscription; undefined when it was the bridge, in order. */
  readonly ended: Promise<unknown>;
  readonly #taken = new Set<bigint>();
  readonly #abort = new AbortController();
  readonly #waiters = new Set<() => void>();

  constructor(client: Pick<BridgeClient, 'events'>) {
    this.ended = this.#read(client);
  }

  /** The next event of this account and kind that has not been taken yet. */
  async next<C extends Case>(
    accountId: string,
    kind: C,
    matches: (event: EventOf<C>) => boolean = () => true,
  ): Promise<EventOf<C>> {
    const isWanted = (event: EventsResponse): event is EventOf<C> =>
      event.accountId === accountId && event.event.case === kind && matches(event as EventOf<C>);
    const find = () => this.all.find((event) => !this.#taken.has(event.sequence) && isWanted(event));
    await this.until(() => find() !== undefined, `${kind} of ${accountId}`);
    const found = find() as EventOf<C>;
    this.#taken.add(found.sequence);
    return found;
  }

  /** Waits until something is true of what has come. */
  async until(condition: () => boolean, what: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiters.delete(check);
        const came = this.all.map(({ accountId, event }) => `${accountId}:${event.case ?? ''}`).join(' ');
        reject(new Error(`waited ${TIMEOUT_MS} ms for ${what}; what came: ${came}`));
      }, TIMEOUT_MS);
      const check = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#waiters.delete(check);
        resolve();
      };
      this.#waiters.add(check);
      check();
    });
  }

  of<C extends Case>(kind: C): EventOf<C>[] {
    return this.all.filter((event): event is EventOf<C> => event.event.case === kind);
  }

  stop(): void {
    this.#abort.abort();
  }

  async #read(client: Pick<BridgeClient, 'events'>): Promise<unknown> {
    try {
      for await (const event of client.events({}, { signal: this.#abort.signal })) {
        this.all.push(event);
        for (const waiter of [...this.#waiters]) waiter();
      }
      return undefined;
    } catch (error) {
      return error;
    }
  }
}
