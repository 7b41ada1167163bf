import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { ProxyProtocol } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { ProxyAgent } from '../src/proxy.js';
import { ProxyDownloads } from '../src/proxy-downloads.js';
import { startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { World, startWorld } from './support/loopback.js';
import { startHttpProxy, startSocksProxy } from './support/proxy.js';

const ACCOUNT = '40712345678';
const LOGIN = { username: 'us:er@x', password: 'pass%20/word' };
const KINDS = [
  { name: 'HTTP', protocol: ProxyProtocol.HTTP, kind: 'http', start: startHttpProxy },
  { name: 'SOCKS5', protocol: ProxyProtocol.SOCKS5, kind: 'socks5', start: startSocksProxy },
] as const;

async function started(t: TestContext) {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const bridge = await startBridge(t, { world, folder, environment: { DEBUG: '*' } });
  return { world, folder, bridge, events: subscribe(t, bridge), server: new URL(world.url).host };
}

/** A bridge whose WhatsApp only counts who comes. */
async function untouched(t: TestContext) {
  let count = 0;
  const server = createTcpServer((socket) => {
    count++;
    socket.destroy();
  });
  t.after(() => server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const bridge = await startBridge(t, { world: new World(`ws://127.0.0.1:${port}/ws/chat`, '') });
  return { bridge, events: subscribe(t, bridge), connections: () => count };
}

for (const { name, protocol, kind, start } of KINDS) {
  test(`an account with a ${name} proxy pairs and logs in through it`, async (t) => {
    const { world, folder, bridge, events, server } = await started(t);
    const proxy = await start(t, LOGIN);
    const request = { accountId: 'sales', proxy: { protocol, host: proxy.host, port: proxy.port, ...LOGIN } };

    await bridge.client.connect(request);
    await world.scan(ACCOUNT, (await events.next('sales', 'qrCode')).event.value.content);
    await events.next('sales', 'connectionClosed');
    await bridge.client.connect(request);
    await events.next('sales', 'connectionOpened');

    assert.deepEqual(proxy.targets, [server, server]);
    assert.doesNotMatch(bridge.logs, /pass%20|us:er|pass%2520|dXM6ZXJ/);
    await bridge.stop();
    const again = await startBridge(t, { world, folder });
    assert.deepEqual(
      (await again.client.listSessions({})).sessions.map(({ accountId, proxied }) => [accountId, proxied]),
      [['sales', true]],
    );
  });

  test(`with the wrong credentials for its ${name} proxy an account does not connect at all`, async (t) => {
    const { bridge, events, connections } = await untouched(t);
    const proxy = await start(t, LOGIN);
    const wrong = { ...LOGIN, password: 'guess' };

    await bridge.client.connect({
      accountId: 'sales',
      proxy: { protocol, host: proxy.host, port: proxy.port, ...wrong },
    });

    const { value } = (await events.next('sales', 'connectionClosed')).event;
    assert.equal(value.code, 408);
    assert.match(value.reason, /the proxy 127\.0\.0\.1:\S+ cannot be used: .*(credentials|Authentication)/);
    assert.deepEqual([proxy.refusals(), proxy.targets], [1, []]);
    assert.equal(connections(), 0);
  });

  test(`an account whose ${name} proxy is not there does not connect at all`, async (t) => {
    const { bridge, events, connections } = await untouched(t);
    const proxy = { protocol, host: '127.0.0.1', port: await closedPort() };

    await bridge.client.connect({ accountId: 'sales', proxy });

    const { value } = (await events.next('sales', 'connectionClosed')).event;
    assert.equal(value.code, 408);
    assert.match(value.reason, /the proxy 127\.0\.0\.1:\S+ cannot be used: .*ECONNREFUSED/);
    assert.equal(connections(), 0);
  });

  test(`a download goes through the ${name} proxy`, async (t) => {
    const server = createServer((request, response) => {
      response.setHeader('x-asked', String(request.headers.origin)).end('a picture'.repeat(100_000));
    });
    t.after(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const proxy = await start(t, LOGIN);
    const agent = new ProxyAgent({ protocol: kind, host: proxy.host, port: proxy.port, ...LOGIN });
    const dispatcher: unknown = new ProxyDownloads(agent);

    const response = await fetch(`http://localhost:${port}/picture`, {
      dispatcher,
      headers: { Origin: 'https://web.whatsapp.com' },
    } as RequestInit);

    assert.equal(await response.text(), 'a picture'.repeat(100_000));
    assert.equal(response.headers.get('x-asked'), 'https://web.whatsapp.com');
    // The name as it is: the proxy resolves it.
    assert.deepEqual(proxy.targets, [`localhost:${port}`]);
  });
}

test('an address of IPv6 is a host of a proxy, too', async () => {
  const port = await closedPort();
  for (const protocol of ['http', 'socks5'] as const) {
    const agent = new ProxyAgent({ protocol, host: '::1', port, username: '', password: '' });
    const dispatcher: unknown = new ProxyDownloads(agent);

    await assert.rejects(fetch('http://localhost:8080/', { dispatcher } as RequestInit), ({ cause }: Error) =>
      /the proxy ::1:\d+ cannot be used: connect (ECONNREFUSED|EADDRNOTAVAIL|EAFNOSUPPORT)/.test(
        (cause as Error).message,
      ),
    );
  }
});

test('a proxy that makes no sense is refused by the name of its field', async (t) => {
  const bridge = await startBridge(t);
  const sound = { protocol: ProxyProtocol.HTTP, host: 'proxy.example.com', port: 3128 };
  for (const [field, value] of [
    ['protocol', ProxyProtocol.UNSPECIFIED],
    ['host', 'user@proxy.example.com/'],
    ['host', ''],
    ['port', 0],
    ['port', 65_536],
  ] as const) {
    await assert.rejects(
      bridge.client.connect({ accountId: 'sales', proxy: { ...sound, [field]: value } }),
      (error) =>
        error instanceof ConnectError &&
        error.code === Code.InvalidArgument &&
        error.message.includes(`proxy.${field}`),
    );
  }
});

async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
