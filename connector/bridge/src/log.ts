import { type Logger, destination, pino, stdTimeFunctions } from 'pino';
import type { LogLevel } from './settings.js';

export type { Logger } from 'pino';

/**
 * The bridge's log: one JSON object a line on stdout, with the stable keys `accountId` and `connection`.
 * Everything that is logged goes through {@link masked} first where a peer could have had a hand in it.
 */
export function createLog(level: LogLevel): Logger {
  const stdout = destination({ fd: 1, sync: true });
  // The reader of our stdout may be gone before us (a killed parent): that is no reason to fall over.
  stdout.on('error', () => undefined);
  return pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      // Its flushSync, which pino calls after a fatal line, tries for ever where the disk of a log file is full.
      write: (line) => {
        stdout.write(line);
      },
    },
  );
}

/** Five digits or more are a phone number, a LID or a group: all but the last two are hidden. */
const LONG_NUMBER = /\d{5,}/g;

/** Hides phone numbers, LIDs and group ids in a text: 40712345678@s.whatsapp.net → ***78@s.whatsapp.net. */
export function masked(text: string): string {
  return text.replace(LONG_NUMBER, (digits) => `***${digits.slice(-2)}`);
}
