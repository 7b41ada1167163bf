import { Boom } from '@hapi/boom';
import { DisconnectReason } from '@whiskeysockets/baileys';
import { messageOf } from './errors.js';

/** Why a socket closed. */
export interface CloseCause {
  /** Baileys' DisconnectReason; 0 when the connector asked for it. */
  readonly code: number;
  readonly reason: string;
  /** What WhatsApp says about a ban or restriction. */
  readonly restriction?: string;
  /** When a ban ends, in ms since the epoch. */
  readonly retryAfterMs?: number;
}

/** WhatsApp's code of a ban for a time; Baileys' DisconnectReason has no name for it. */
const TEMPORARY_BAN = 402;

/** What the `code` of such a refusal means, as other clients have found out (whatsmeow, TempBanReason). */
const BAN_REASONS = new Map([
  ['101', 'sent too many messages to people who do not have the number in their address books'],
  ['102', 'blocked by too many people'],
  ['103', 'created too many groups with people who do not have the number in their address books'],
  ['104', 'sent the same message to too many people'],
  ['106', 'sent too many messages to a broadcast list'],
]);

/** The cause in what Baileys gives as `lastDisconnect.error`. */
export function closeCause(error: unknown, now: () => number = Date.now): CloseCause {
  const cause = { code: codeOf(error), reason: messageOf(error) };
  // A refused login carries the attributes of its <failure> element.
  const attrs: unknown = error instanceof Boom ? error.data : undefined;
  if (typeof attrs !== 'object' || attrs === null) return cause;
  const { code, message, expire } = attrs as Readonly<Record<string, unknown>>;
  const restriction = BAN_REASONS.get(String(code)) ?? (typeof message === 'string' ? message : undefined);
  const seconds = cause.code === TEMPORARY_BAN ? Number(expire) : Number.NaN;
  return {
    ...cause,
    ...(restriction !== undefined && { restriction }),
    ...(seconds > 0 && Number.isFinite(seconds) && { retryAfterMs: now() + seconds * 1000 }),
  };
}

function codeOf(error: unknown): number {
  if (error instanceof Boom) return error.output.statusCode;
  if (typeof error === 'number') return DisconnectReason.connectionClosed;
  // What Baileys itself takes an unknown stream error for.
  return DisconnectReason.badSession;
}
