import { hostClock } from './lease.js';

/** How often it is looked, in ms. */
const LOOK_EVERY_MS = 1_000;
/** What the collection of garbage never takes, and what a connector that waits for an answer would notice, in ms. */
const TOLERATED_MS = 2_000;

/**
 * Reports when this process has stood still: in one long task, or because its host did not run it. Nobody's messages were
 * handled then. One that stands still for good is ended by whoever looks after it (probe.ts, and the connector as parent).
 *
 * @param onStall told for how long, in ms, once it is over
 * @returns what ends the watching
 */
export function watchStalls(onStall: (ms: number) => void, clock: () => number = hostClock): () => void {
  let expected = clock() + LOOK_EVERY_MS;
  const timer = setInterval(() => {
    const late = clock() - expected;
    if (late > TOLERATED_MS) onStall(late);
    expected = clock() + LOOK_EVERY_MS;
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
