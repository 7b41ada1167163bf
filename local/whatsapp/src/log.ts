import type { DEFAULT_CONNECTION_CONFIG } from '@whiskeysockets/baileys';

/** Where events go: one call, one line. */
export type Log = (event: string, fields?: Readonly<Record<string, string | number | boolean>>) => void;

type BaileysLogger = (typeof DEFAULT_CONNECTION_CONFIG)['logger'];

/** One JSON object a line on stderr. */
export const logToStderr: Log = (event, fields = {}) => {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...fields })}\n`);
};

/** Says nothing; the default inside test processes. */
export const logNothing: Log = () => undefined;

/** A phone number as logs may show it. */
export function masked(number: string): string {
  return number.length <= 5 ? '…' : `${number.slice(0, 3)}…${number.slice(-2)}`;
}

/** What the Signal code of Baileys is given to log to: it would print session internals. */
export const silentLogger: BaileysLogger = {
  level: 'silent',
  child: () => silentLogger,
  trace: () => undefined,
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Takes away the console of this process. libsignal prints whole sessions, private keys included, through
 * `console.info`; nothing of this package writes there.
 */
export function silenceConsole(): void {
  const nothing = (): void => undefined;
  Object.assign(console, { log: nothing, info: nothing, warn: nothing, error: nothing, debug: nothing });
}
