import { Buffer } from 'node:buffer';
import { isAbsolute } from 'node:path';

/** What the bridge is told by its environment. */
export interface Settings {
  /** Path of the Unix domain socket that serves the contract. */
  readonly socketPath: string;
  /** Folder on the volume that holds the sessions and the journal. */
  readonly sessionsPath: string;
  /** Whether to shut down when stdin ends, which is when the parent process is gone. */
  readonly exitWithParent: boolean;
  readonly logLevel: LogLevel;
  /** How long WhatsApp may take to answer a query, in ms. */
  readonly queryTimeoutMs: number;
  /** How long a message sent, and that WhatsApp has taken it, is remembered, in hours. */
  readonly sentRetentionHours: number;
}

/** A recipient's device that was off for a week may still ask for a message again. */
const DEFAULT_SENT_RETENTION_HOURS = 7 * 24;
const MAX_SENT_RETENTION_HOURS = 365 * 24;

/**
 * Baileys' own default is 60 s; a connector gives a message up for ambiguous after 20 s, and a send that is
 * still looking for devices then would come as a surprise.
 */
const DEFAULT_QUERY_TIMEOUT_MS = 15_000;

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** sockaddr_un.sun_path holds 108 bytes on Linux, the last of which ends the string. */
const MAX_SOCKET_PATH_BYTES = 107;

/** All that is wrong with the environment, one line for each variable. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';

  constructor(readonly problems: readonly string[]) {
    super(`the settings are not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/**
 * Reads and checks the settings as a whole.
 *
 * @throws SettingsError naming each variable that is wrong, its value and the remedy
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const problems: string[] = [];
  const settings = {
    socketPath: socketPath(environment['BRIDGE_SOCKET'], problems),
    sessionsPath: sessionsPath(environment['SESSIONS_PATH'], problems),
    exitWithParent: flag('BRIDGE_EXIT_WITH_PARENT', environment['BRIDGE_EXIT_WITH_PARENT'], problems),
    logLevel: logLevel(environment['LOG_LEVEL'], problems),
    queryTimeoutMs: queryTimeout(environment['WHATSAPP_QUERY_TIMEOUT_MS'], problems),
    sentRetentionHours: sentRetention(environment['WHATSAPP_SENT_RETENTION_HOURS'], problems),
  };
  if (problems.length > 0) throw new SettingsError(problems);
  return settings;
}

function socketPath(value: string | undefined, problems: string[]): string {
  const remedy = 'set it to the absolute path of the Unix socket to serve, such as /run/bridge/bridge.sock';
  if (value === undefined || value === '') {
    problems.push(`BRIDGE_SOCKET is not set: ${remedy}`);
    return '';
  }
  const bytes = Buffer.byteLength(value);
  if (!isAbsolute(value)) problems.push(`BRIDGE_SOCKET is "${value}", which is not absolute: ${remedy}`);
  if (bytes > MAX_SOCKET_PATH_BYTES) {
    problems.push(
      `BRIDGE_SOCKET is "${value}" (${bytes} bytes): the kernel takes at most ${MAX_SOCKET_PATH_BYTES} bytes, choose a shorter path`,
    );
  }
  return value;
}

function sessionsPath(value: string | undefined, problems: string[]): string {
  const remedy = 'set it to the absolute path of a folder on the volume, such as /var/lib/bridge';
  if (value === undefined || value === '') {
    problems.push(`SESSIONS_PATH is not set: ${remedy}`);
    return '';
  }
  if (!isAbsolute(value)) problems.push(`SESSIONS_PATH is "${value}", which is not absolute: ${remedy}`);
  return value;
}

function flag(name: string, value: string | undefined, problems: string[]): boolean {
  if (value === undefined || value === '' || value === 'false') return false;
  if (value === 'true') return true;
  problems.push(`${name} is "${value}": set it to true or false`);
  return false;
}

function logLevel(value: string | undefined, problems: string[]): LogLevel {
  if (value === undefined || value === '') return 'info';
  const level = LOG_LEVELS.find((known) => known === value.toLowerCase());
  if (level === undefined)
    problems.push(`LOG_LEVEL is "${value}": set it to one of ${LOG_LEVELS.join(', ')}`);
  return level ?? 'info';
}

function queryTimeout(value: string | undefined, problems: string[]): number {
  if (value === undefined || value === '') return DEFAULT_QUERY_TIMEOUT_MS;
  const milliseconds = Number(value);
  if (!Number.isInteger(milliseconds) || milliseconds < 100 || milliseconds > 60_000) {
    problems.push(
      `WHATSAPP_QUERY_TIMEOUT_MS is "${value}": set it to a number of milliseconds from 100 to 60000`,
    );
  }
  return milliseconds;
}

function sentRetention(value: string | undefined, problems: string[]): number {
  if (value === undefined || value === '') return DEFAULT_SENT_RETENTION_HOURS;
  const hours = Number(value);
  if (!Number.isInteger(hours) || hours < 1 || hours > MAX_SENT_RETENTION_HOURS) {
    problems.push(
      `WHATSAPP_SENT_RETENTION_HOURS is "${value}": set it to a number of hours from 1 to ${MAX_SENT_RETENTION_HOURS}`,
    );
  }
  return hours;
}
