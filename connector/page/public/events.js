/** Follows the fleet by server-sent events, read from a fetch so that the token goes in a header. */
import { open, Refused } from './api.js';

/** @typedef {import('../types.d.ts').Fleet} Fleet */

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;
/** The connector writes every 15 seconds; a connection that is silent for longer than two of them is none. */
const LONGEST_SILENCE = 35_000;

/**
 * Until the signal says so, through every loss of the connection.
 *
 * @param {AbortSignal} signal
 * @param {{ fleet: (fleet: Fleet) => void, lost: () => void, refused: (problem: Refused) => void }} tell
 */
export async function follow(signal, tell) {
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      await read(signal, (fleet) => {
        pause = FIRST_PAUSE;
        tell.fleet(fleet);
      });
    } catch (problem) {
      if (problem instanceof Refused && (problem.status === 401 || problem.status === 403)) {
        tell.refused(problem);
        return;
      }
    }
    if (!signal.aborted) {
      tell.lost();
      await passed(pause, signal);
      pause = Math.min(2 * pause, LONGEST_PAUSE);
    }
  }
}

/**
 * One connection, to its end.
 *
 * @param {AbortSignal} signal
 * @param {(fleet: Fleet) => void} onFleet
 */
async function read(signal, onFleet) {
  const silent = new AbortController();
  let patience = setTimeout(() => silent.abort(), LONGEST_SILENCE);
  try {
    const response = await open('fleet/events', { signal: AbortSignal.any([signal, silent.signal]) });
    if (!response.body) {
      return;
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let unread = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      clearTimeout(patience);
      patience = setTimeout(() => silent.abort(), LONGEST_SILENCE);
      const events = (unread + part.value).split('\n\n');
      unread = events.pop() ?? '';
      for (const event of events.filter((text) => text.startsWith('data: '))) {
        /** @type {Fleet} */
        const fleet = JSON.parse(event.slice('data: '.length));
        onFleet({ ...fleet, clockAhead: Date.now() - Date.parse(fleet.at) });
      }
    }
  } finally {
    clearTimeout(patience);
  }
}

/**
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
export function passed(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener(
      'abort',
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
