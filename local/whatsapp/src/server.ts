import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { Connection } from './connection.js';
import { Gate } from './gate.js';
import { makeServerIdentity } from './trust.js';
import type { World } from './world.js';

/** The only interface that anything here listens on. */
export const LOOPBACK = '127.0.0.1';

/** A server that listens; `close` cuts what is connected. */
export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Starts listening on loopback; port 0 means any free one. */
export async function listen(server: Server, port: number): Promise<Listening> {
  server.listen(port, LOOPBACK);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Starts the WhatsApp side: WebSockets at `/ws/chat`. */
export async function startWhatsapp(world: World, port: number): Promise<Listening> {
  const identity = makeServerIdentity();
  const gate = new Gate(world);
  const server = createServer((_, response) => response.writeHead(426).end());
  const sockets = new WebSocketServer({ server, path: '/ws/chat', perMessageDeflate: false });
  let connections = 0;
  sockets.on('connection', (socket) => {
    const connection = new Connection(++connections, socket, identity, gate, world.log);
    world.log('connected', { connection: connection.number });
  });
  const listening = await listen(server, port);
  return {
    port: listening.port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate();
      await listening.close();
    },
  };
}
