import { AsyncLocalStorage } from 'node:async_hooks';
import { messageOf } from './errors.js';
import { type Logger, masked } from './log.js';

/** Who hears of an error that nobody caught. */
export interface Culprit {
  onStrayError(error: unknown): void;
}

const culprits = new AsyncLocalStorage<Culprit>();

/** Runs `work` so that errors which nobody catches, in it or in what it sets going, reach `culprit`. */
export function attributed<T>(culprit: Culprit, work: () => T): T {
  return culprits.run(culprit, work);
}

/**
 * Keeps one account's trouble from ending the process: Baileys lets a frame that it cannot parse become an
 * unhandled rejection, which by default ends Node and every other account with it.
 *
 * @returns what takes the guard away
 */
export function guardProcess(log: Logger): () => void {
  const onStray = (error: unknown) => {
    const culprit = culprits.getStore();
    if (culprit === undefined) {
      log.error({ reason: masked(messageOf(error)), stack: stackOf(error) }, 'an error that nobody caught');
    } else {
      culprit.onStrayError(error);
    }
  };
  process.on('unhandledRejection', onStray);
  process.on('uncaughtException', onStray);
  return () => {
    process.off('unhandledRejection', onStray);
    process.off('uncaughtException', onStray);
  };
}

/** The places of an error without its message, which could quote a peer. */
function stackOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  return error.stack
    ?.split('\n')
    .filter((line) => line.trimStart().startsWith('at '))
    .slice(0, 8)
    .join('\n');
}

/** The functions with which Baileys reads a decrypted frame, by name: in a bundle their files are gone. */
const BAILEYS_DECODES = /\bat (?:async )?(?:decodeBinaryNode|decodeDecompressedBinaryNode)\b/;

/**
 * Whether an error says that one frame could not be parsed after it was decrypted: the stream itself is
 * sound then. A frame that cannot be *decrypted* leaves the cipher's counter ahead for good, and nothing
 * would ever be heard on that socket again.
 */
export function isUnparsableFrame(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code: unknown = 'code' in error ? error.code : undefined;
  const isInflate = typeof code === 'string' && code.startsWith('Z_');
  return isInflate || BAILEYS_DECODES.test(error.stack ?? '');
}
