import { type IncomingMessage, createServer } from 'node:http';
import {
  type AddressInfo,
  type Server,
  type Socket,
  connect,
  createServer as createTcpServer,
} from 'node:net';
import type { Duplex } from 'node:stream';
import type { TestContext } from 'node:test';

export interface Login {
  readonly username: string;
  readonly password: string;
}

/** A proxy on loopback that counts whom it lets through. */
export interface TestProxy {
  readonly host: string;
  readonly port: number;
  /** Where those went that were let through, as host:port in the words of the client. */
  readonly targets: string[];
  /** How many were turned away for their credentials. */
  refusals(): number;
}

const HOST = '127.0.0.1';

/** An HTTP proxy for the method CONNECT. */
export async function startHttpProxy(t: TestContext, login?: Login): Promise<TestProxy> {
  const targets: string[] = [];
  let refusals = 0;
  const expected = login && `Basic ${Buffer.from(`${login.username}:${login.password}`).toString('base64')}`;
  const server = createServer();
  server.on('connect', (request: IncomingMessage, client: Duplex) => {
    if (request.headers['proxy-authorization'] !== expected) {
      refusals++;
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n');
      return;
    }
    const target = request.url ?? '';
    targets.push(target);
    const { hostname, port } = new URL(`http://${target}`);
    join(client, hostname, Number(port || 80), 'HTTP/1.1 200 Connection established\r\n\r\n');
  });
  return { host: HOST, port: await listen(t, server), targets, refusals: () => refusals };
}

/** A SOCKS5 proxy (RFC 1928, and RFC 1929 for the login). */
export async function startSocksProxy(t: TestContext, login?: Login): Promise<TestProxy> {
  const targets: string[] = [];
  let refusals = 0;
  const server = createTcpServer((client) => {
    void serve(client).catch(() => client.destroy());
  });
  const serve = async (client: Socket) => {
    const read = reader(client);
    const [, methods = 0] = await read(2);
    await read(methods);
    client.write(Buffer.from([5, login ? 2 : 0]));
    if (login) {
      await read(1);
      const username = String(await read((await read(1))[0] ?? 0));
      const password = String(await read((await read(1))[0] ?? 0));
      const isRight = username === login.username && password === login.password;
      client.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) {
        refusals++;
        client.end();
        return;
      }
    }
    const [, , , kind] = await read(4);
    const host = kind === 1 ? (await read(4)).join('.') : String(await read((await read(1))[0] ?? 0));
    const port = (await read(2)).readUInt16BE();
    targets.push(`${host}:${port}`);
    client.removeAllListeners('readable');
    join(client, host, port, Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
  };
  return { host: HOST, port: await listen(t, server), targets, refusals: () => refusals };
}

/** Reads exactly so many bytes at a time. */
function reader(socket: Socket): (length: number) => Promise<Buffer> {
  return async (length) => {
    if (length === 0) return Buffer.alloc(0);
    for (;;) {
      const chunk = socket.read(length) as Buffer | null;
      if (chunk !== null) return chunk;
      if (socket.readableEnded) throw new Error('the client went away');
      await new Promise((resolve) => socket.once('readable', resolve).once('end', resolve));
    }
  };
}

function join(client: Duplex, host: string, port: number, welcome: string | Buffer): void {
  const server = connect(port, host, () => {
    client.write(welcome);
    server.pipe(client).pipe(server);
  });
  for (const [end, other] of [
    [client, server],
    [server, client],
  ] as const) {
    end.on('error', () => undefined).on('close', () => other.destroy());
  }
}

/** Listens until the test ends; the port. */
async function listen(t: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  t.after(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  return (server.address() as AddressInfo).port;
}
