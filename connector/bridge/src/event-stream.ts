import type { EventsResponse } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { Journal } from './journal.js';

/** How many events are read from the journal at a time; a slow subscriber costs no more memory than this. */
const PAGE_SIZE = 64;

/** A newer subscriber has taken this one's place. */
export class Superseded extends Error {
  override readonly name = 'Superseded';
}

/** Gives the journal's events to one subscriber at a time. */
export class EventStream {
  #current = new AbortController();
  #closed = false;

  constructor(private readonly journal: Journal) {}

  /**
   * Everything unacknowledged, then what happens from here on, until `signal` aborts or the stream closes.
   *
   * @throws Superseded when another call takes over
   */
  async *subscribe(signal: AbortSignal): AsyncGenerator<EventsResponse, void> {
    if (this.#closed) return;
    this.#current.abort(new Superseded('another subscriber has taken over the event stream'));
    const superseded = (this.#current = new AbortController());
    const stop = AbortSignal.any([signal, superseded.signal]);
    let last = 0;
    const isOver = () => stop.aborted;
    while (!isOver()) {
      const page = this.journal.page(last, PAGE_SIZE);
      for (const event of page) {
        if (isOver()) break;
        last = Number(event.sequence);
        yield event;
      }
      // Nothing can come between the read above and this: both happen in one turn of the event loop.
      if (page.length === 0) await this.journal.changed(stop);
    }
    if (superseded.signal.reason instanceof Superseded) throw superseded.signal.reason;
  }

  /** Ends the subscriber's call, and every later one at once. */
  close(): void {
    this.#closed = true;
    this.#current.abort();
  }
}
