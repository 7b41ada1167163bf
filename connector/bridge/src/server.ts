import { chmodSync, lstatSync, mkdirSync, rmSync } from 'node:fs';
import { type ServerHttp2Session, createServer } from 'node:http2';
import { connect } from 'node:net';
import { dirname } from 'node:path';
import type { ServiceImpl } from '@connectrpc/connect';
import { connectNodeAdapter } from '@connectrpc/connect-node';
import { BridgeService } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { messageOf } from './errors.js';

/** The socket cannot be served. */
export class SocketUnusable extends Error {
  override readonly name = 'SocketUnusable';
}

export interface Server {
  /** Takes no new calls, lets those under way end for as long as `graceMs`, then cuts them off. */
  close(graceMs: number): Promise<void>;
}

/**
 * Serves the contract over HTTP/2 cleartext on a Unix domain socket that only this user can open.
 *
 * @throws SocketUnusable when something else is there or is serving it
 */
export async function serve(socketPath: string, service: ServiceImpl<typeof BridgeService>): Promise<Server> {
  mkdirSync(dirname(socketPath), { recursive: true });
  await removeStaleSocket(socketPath);
  const clients = new Set<ServerHttp2Session>();
  const server = createServer(
    connectNodeAdapter({
      connect: false,
      grpcWeb: false,
      routes: (router) => {
        router.service(BridgeService, service);
      },
    }),
  );
  server.on('session', (client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    // A client that goes away in the middle of something is its own business.
    client.on('error', () => undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      reject(
        new SocketUnusable(`BRIDGE_SOCKET "${socketPath}" cannot be served: ${messageOf(error)}`, {
          cause: error,
        }),
      );
    });
    // The mode is right from the first moment: nobody can connect between bind and chmod.
    const umask = process.umask(0o177);
    try {
      server.listen(socketPath, resolve);
    } finally {
      process.umask(umask);
    }
  });
  chmodSync(socketPath, 0o600);
  return {
    close: (graceMs) =>
      new Promise((resolve) => {
        const timer = setTimeout(() => {
          for (const client of clients) client.destroy();
        }, graceMs);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        for (const client of clients) client.close();
      }),
  };
}

/** A killed bridge leaves its socket file behind, and binding to it would fail. */
async function removeStaleSocket(path: string): Promise<void> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isSocket()) {
    throw new SocketUnusable(
      `BRIDGE_SOCKET "${path}" is a file that is no socket: remove it or choose another path`,
    );
  }
  if (await isServed(path)) {
    throw new SocketUnusable(
      `BRIDGE_SOCKET "${path}" is served by another process: stop it or choose another path`,
    );
  }
  rmSync(path, { force: true });
}

async function isServed(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
    probe.once('error', () => {
      resolve(false);
    });
  });
}
