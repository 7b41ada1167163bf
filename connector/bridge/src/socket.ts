import { Boom } from '@hapi/boom';
import { DisconnectReason, S_WHATSAPP_NET, type WASocket, makeWASocket } from '@whiskeysockets/baileys';
import { type SocketParts, socketOptions } from './socket-options.js';

/** How long the server may take to answer our WebSocket close frame; the ws library's own limit is 30 s. */
const CLOSE_TIMEOUT_MS = 1_000;

/** The raw WebSocket inside Baileys' client, which it does not show. */
interface RawSocket {
  terminate(): void;
  send(data: unknown, onSent?: (error?: Error) => void): void;
}

/** Opens a Baileys socket whose close is bounded, whose keys are ours, and which writes only while it may. */
export function openSocket(parts: SocketParts): WASocket {
  const sock = makeWASocket(socketOptions(parts));
  // The one object through which all of Baileys' layers reach the keys: signal-keys.ts says why.
  const { get, set, isInTransaction, transaction } = parts.keys;
  Object.assign(sock.authState.keys, { get, set, isInTransaction, transaction });
  // Every byte that Baileys writes goes through here, those of its timers and of its answers too.
  const raw = rawSocketOf(sock);
  if (raw) {
    const send = raw.send.bind(raw);
    raw.send = (data, onSent) => {
      if (parts.mayWrite()) {
        send(data, onSent);
        return;
      }
      raw.terminate();
      onSent?.(new Boom('The lease is over', { statusCode: DisconnectReason.connectionClosed }));
    };
  }
  const close = sock.ws.close.bind(sock.ws);
  // Baileys tells of the end only after the close handshake, which a peer that is gone never answers.
  sock.ws.close = async () => {
    const timer = setTimeout(() => {
      rawSocketOf(sock)?.terminate();
    }, CLOSE_TIMEOUT_MS);
    try {
      await close();
    } finally {
      clearTimeout(timer);
    }
  };
  return sock;
}

/** Settles when WhatsApp has answered. */
export async function ping(sock: WASocket, timeoutMs: number): Promise<void> {
  const attrs = { to: S_WHATSAPP_NET, type: 'get', xmlns: 'w:p' };
  await sock.query({ tag: 'iq', attrs, content: [{ tag: 'ping', attrs: {} }] }, timeoutMs);
}

/**
 * Frees what still hangs on a socket that has ended: Baileys takes its own `close` listeners away before it
 * closes, so that queries under way would wait for an answer until they time out.
 */
export function releaseSocket(sock: WASocket): void {
  sock.ws.emit('error', new Boom('Connection Closed', { statusCode: DisconnectReason.connectionClosed }));
  sock.ws.removeAllListeners();
  // The WebSocket may still report an error; without a listener that would be thrown.
  sock.ws.on('error', () => undefined);
}

function rawSocketOf(sock: WASocket): RawSocket | null {
  return (sock.ws as unknown as { socket: RawSocket | null }).socket;
}
