import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { messageOf } from './errors.js';
import { type Logger, masked } from './log.js';

/** The logger interface that Baileys asks for. */
export type BaileysLogger = NonNullable<UserFacingSocketConfig['logger']>;

/**
 * Takes the console away from the libraries. libsignal prints whole sessions, private keys included,
 * with `console.info("Closing session:", session)`: only the first argument, a fixed text, is let through,
 * and only at debug level.
 *
 * @returns what gives the console back
 */
export function silenceConsole(log: Logger): () => void {
  const names = ['debug', 'log', 'info', 'warn', 'error', 'trace', 'dir'] as const;
  const originals = { ...console };
  for (const name of names) {
    console[name] = (first?: unknown) => {
      log.debug(
        { console: name },
        typeof first === 'string' ? masked(first) : 'a library wrote to the console',
      );
    };
  }
  return () => {
    Object.assign(console, originals);
  };
}

/**
 * A logger for Baileys that keeps what Baileys does with its objects to itself: they hold stanzas, keys and
 * message texts. Warnings and errors come through as their text and their error's message, masked.
 */
export function baileysLogger(log: Logger): BaileysLogger {
  const line = (write: (fields: object, message: string) => void) => (object: unknown, message?: string) => {
    const text = message ?? (typeof object === 'string' ? object : 'no message');
    const error = errorIn(object);
    write({ source: 'baileys', ...(error === undefined ? {} : { reason: masked(error) }) }, masked(text));
  };
  const logger: BaileysLogger = {
    // Baileys builds expensive dumps of every stanza when it sees `trace` or `debug` here.
    level: 'warn',
    child: () => logger,
    trace: () => undefined,
    debug: () => undefined,
    info: () => undefined,
    warn: line((fields, message) => {
      log.debug(fields, message);
    }),
    error: line((fields, message) => {
      log.warn(fields, message);
    }),
  };
  return logger;
}

function errorIn(object: unknown): string | undefined {
  if (object instanceof Error) return object.message;
  if (typeof object !== 'object' || object === null) return undefined;
  for (const key of ['err', 'error', 'e', 'ackErr']) {
    const value: unknown = (object as Record<string, unknown>)[key];
    if (value !== undefined) return messageOf(value);
  }
  return undefined;
}
