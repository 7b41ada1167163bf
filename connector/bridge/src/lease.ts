/** How far ahead a lease may reach, in ms: a mistaken one must not outlast its holder for long. */
export const MAX_LEASE_MS = 10 * 60 * 1000;

const NS_PER_MS = 1_000_000n;

/** A clock of this host that never jumps, in ms; its origin is the same for every process. */
export function hostClock(): number {
  return Number(process.hrtime.bigint() / NS_PER_MS);
}

/**
 * Until when this bridge may hold connections. It ends by itself: also when the connector hangs, and, for what
 * asks {@link isHeld} first, also when this process was frozen while the time passed.
 */
export class Lease {
  #until = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param onOver closes every connection; called each time the lease ends */
  constructor(
    private readonly onOver: () => Promise<void>,
    private readonly clock: () => number = hostClock,
  ) {}

  /** Not a matter of the timer, which fires late after a freeze. */
  get isHeld(): boolean {
    return this.clock() < this.#until;
  }

  /** @param until by {@link hostClock}; when it is over the connections are closed once this settles */
  async renew(until: number): Promise<void> {
    clearTimeout(this.#timer);
    this.#until = until;
    const left = until - this.clock();
    if (left <= 0) return this.onOver();
    this.#timer = setTimeout(() => {
      // A timer may fire a little early.
      void this.renew(this.#until);
    }, left);
    this.#timer.unref();
  }

  /** The end of the process; whoever closes it closes the connections. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#until = 0;
  }
}
