import { Boom } from '@hapi/boom';
import { DisconnectReason } from '@whiskeysockets/baileys';
import { messageOf } from './errors.js';

/** Why a socket closed. */
export interface CloseCause {
  /** Baileys' DisconnectReason; 0 when the connector asked for it. */
  readonly code: number;
  readonly reason: string;
}

/** The cause in what Baileys gives as `lastDisconnect.error`. */
export function closeCause(error: unknown): CloseCause {
  return { code: codeOf(error), reason: messageOf(error) };
}

function codeOf(error: unknown): number {
  if (error instanceof Boom) return error.output.statusCode;
  if (typeof error === 'number') return DisconnectReason.connectionClosed;
  // What Baileys itself takes an unknown stream error for.
  return DisconnectReason.badSession;
}
