import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { timestampFromMs } from '@bufbuild/protobuf/wkt';
import { type EventsResponse, EventsResponseSchema } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { numbersFrom, type Store } from './store.js';

/**
 * How many AccountError events of one account wait for the connector at most. A peer can cause any number
 * of them, so the oldest give way.
 */
const MAX_ERRORS_PER_ACCOUNT = 100;

/** What happened, before it has its place in the order. */
export interface NewEvent {
  readonly accountId: string;
  readonly connection: number;
  readonly event: Exclude<EventsResponse['event'], { case: undefined }>;
}

/**
 * The events that the connector has not acknowledged yet, in the order in which they happened: those that
 * must outlive the process in LMDB, the others in memory, all under one sequence. A number is never used
 * again on a volume, because the acknowledgement of an event of an earlier process may come late.
 */
export class Journal {
  #next: number;
  readonly #inMemory = new Map<number, EventsResponse>();
  /** Numbers that are given away and not yet on the disk; nothing behind them may be delivered. */
  readonly #pending = new Set<number>();
  readonly #waiters = new Set<() => void>();

  /** @param onFailure told when an event cannot be written: no account may receive anything further then */
  constructor(
    private readonly store: Store,
    private readonly onFailure: (error: unknown) => void,
    private readonly now: () => number = Date.now,
  ) {
    this.#next = numbersFrom(store);
  }

  /** Adds an event that ends with the process. */
  publish(event: NewEvent): void {
    const response = this.#numbered(event);
    this.#makeRoomFor(event);
    this.#inMemory.set(Number(response.sequence), response);
    this.#wake();
  }

  /**
   * Writes events that outlive the process. They are offered to the subscriber once they are on the disk,
   * which is when this settles.
   *
   * @param beside writes more into the same transaction
   * @throws the store's error, after `onFailure` has heard of it
   */
  async record(events: readonly NewEvent[], beside?: () => void): Promise<void> {
    if (events.length === 0 && beside === undefined) return;
    const responses = events.map((event) => this.#numbered(event));
    const sequences = responses.map((response) => Number(response.sequence));
    for (const sequence of sequences) this.#pending.add(sequence);
    try {
      await this.store.transaction(() => {
        beside?.();
        for (const response of responses) {
          const bytes = Buffer.from(toBinary(EventsResponseSchema, response));
          void this.store.journal.put(Number(response.sequence), bytes);
        }
      });
      await this.store.flushed();
    } catch (error) {
      this.onFailure(error);
      throw error;
    } finally {
      for (const sequence of sequences) this.#pending.delete(sequence);
      this.#wake();
    }
  }

  /** Up to `limit` events behind `after`, oldest first. Reading a page at a time is what bounds the memory. */
  page(after: number, limit: number): EventsResponse[] {
    const horizon = this.#horizon();
    const merged: EventsResponse[] = [];
    const stored = this.store.journal.getRange({ start: after + 1, end: horizon, limit });
    for (const { value } of stored) merged.push(fromBinary(EventsResponseSchema, value));
    for (const [sequence, event] of this.#inMemory) {
      if (sequence > after && sequence < horizon) merged.push(event);
    }
    merged.sort((a, b) => Number(a.sequence - b.sequence));
    return merged.slice(0, limit);
  }

  /** How many events of an account that outlive the process wait to be acknowledged. */
  waiting(accountId: string): number {
    let count = 0;
    for (const { value } of this.store.journal.getRange({})) {
      if (fromBinary(EventsResponseSchema, value).accountId === accountId) count++;
    }
    return count;
  }

  /** Settles when there may be something new to read, or when `signal` aborts. */
  async changed(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#waiters.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiters.add(done);
      signal.addEventListener('abort', done);
    });
  }

  /** Forgets events for good; settles when that is committed. */
  async acknowledge(sequences: readonly bigint[]): Promise<void> {
    const stored: number[] = [];
    for (const sequence of sequences) {
      // Beyond 2^53 there are none of ours, and rounding could hit another event's number.
      if (sequence > BigInt(Number.MAX_SAFE_INTEGER)) continue;
      if (!this.#inMemory.delete(Number(sequence))) stored.push(Number(sequence));
    }
    if (stored.length === 0) return;
    await this.store.transaction(() => {
      for (const sequence of stored) void this.store.journal.remove(sequence);
    });
  }

  #numbered({ accountId, connection, event }: NewEvent): EventsResponse {
    return create(EventsResponseSchema, {
      sequence: BigInt(this.#next++),
      accountId,
      connection: BigInt(connection),
      occurredAt: timestampFromMs(this.now()),
      event,
    });
  }

  #horizon(): number {
    // Numbers are added in rising order and a Set keeps that order.
    const [oldest] = this.#pending;
    return oldest ?? Number.MAX_SAFE_INTEGER;
  }

  /** A QR replaces the one before; errors are kept up to a limit. The others come once per connection. */
  #makeRoomFor({ accountId, event }: NewEvent): void {
    if (event.case !== 'qrCode' && event.case !== 'accountError') return;
    const alike = [...this.#inMemory].filter(
      ([, other]) => other.accountId === accountId && other.event.case === event.case,
    );
    const kept = event.case === 'qrCode' ? 0 : MAX_ERRORS_PER_ACCOUNT - 1;
    for (const [sequence] of alike.slice(0, Math.max(0, alike.length - kept)))
      this.#inMemory.delete(sequence);
  }

  #wake(): void {
    for (const waiter of [...this.#waiters]) waiter();
  }
}
