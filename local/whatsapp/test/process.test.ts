import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';

const built = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** A process that ends with the test, and what it prints. */
class Child {
  readonly stderr: string[] = [];
  private readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly lines: AsyncIterator<string>;
  private readonly ended: Promise<unknown>;

  constructor(t: TestContext, args: string[], environment: NodeJS.ProcessEnv = {}) {
    this.process = spawn(process.execPath, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
      cwd: fileURLToPath(new URL('.', import.meta.url)),
    });
    this.ended = once(this.process, 'close');
    this.process.stderr.on('data', (data: Buffer) => this.stderr.push(data.toString()));
    this.lines = createInterface({ input: this.process.stdout })[Symbol.asyncIterator]();
    t.after(() => this.process.kill('SIGKILL'));
  }

  /** The next line on stdout, as JSON. */
  async line(): Promise<Record<string, string>> {
    const next = await this.lines.next();
    assert.ok(!next.done, `ended early: ${this.stderr.join('')}`);
    return JSON.parse(next.value) as Record<string, string>;
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }

  closeStdin(): void {
    this.process.stdin.end();
  }

  async exitCode(): Promise<number | null> {
    await this.ended;
    return this.process.exitCode;
  }
}

const post = (url: string, body: object): Promise<Response> =>
  fetch(url, { method: 'POST', body: JSON.stringify(body) });

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`the server says where it listens, on loopback only, and ends on ${signal}`, async (t) => {
    const server = new Child(t, [built('main.js')]);

    const { whatsappUrl, adminUrl } = await server.line();

    assert.match(whatsappUrl ?? '', /^ws:\/\/127\.0\.0\.1:\d+\/ws\/chat$/);
    assert.match(adminUrl ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual(await (await fetch(`${adminUrl ?? ''}/healthz`)).json(), { status: 'ok' });
    server.kill(signal);
    assert.equal(await server.exitCode(), 0);
  });
}

test('the server ends with its parent when asked to', async (t) => {
  const server = new Child(t, [built('main.js'), '--exit-with-parent']);
  await server.line();

  server.closeStdin();

  assert.equal(await server.exitCode(), 0);
});

test('a bad port is named, and nothing starts', async (t) => {
  const server = new Child(t, [built('main.js'), '--port', '99999']);

  assert.equal(await server.exitCode(), 2);
  assert.match(server.stderr.join(''), /--port is '99999'; it must be/);
});

test('a taken port is an error, not a hang', async (t) => {
  const first = new Child(t, [built('main.js')]);
  const port = new URL((await first.line())['adminUrl'] ?? '').port;

  const second = new Child(t, [built('main.js'), '--admin-port', port]);

  assert.equal(await second.exitCode(), 1);
  assert.match(second.stderr.join(''), /cannot start: .*EADDRINUSE/);
});

const APP = `
  import { initAuthCreds, makeWASocket } from '@whiskeysockets/baileys';
  import { silentLogger } from '${new URL('../src/log.js', import.meta.url).href}';
  const keys = { get: () => ({}), set: () => {} };
  const socket = makeWASocket({ auth: { creds: initAuthCreds(), keys }, logger: silentLogger });
  socket.ev.on('connection.update', ({ qr, connection, lastDisconnect }) => {
    if (qr) console.log(JSON.stringify({ qr }));
    if (connection === 'close') {
      console.log(JSON.stringify({ closed: String(lastDisconnect.error.output.statusCode) }));
      process.exit(0);
    }
  });
`;

test('with the preload an unmodified Baileys talks to the server; nothing secret is logged', async (t) => {
  const server = new Child(t, [built('main.js')]);
  const { whatsappUrl = '', adminUrl = '' } = await server.line();
  const app = new Child(t, ['--import', built('preload.js'), '--input-type=module', '-e', APP], {
    WHATSAPP_LOOPBACK_URL: whatsappUrl,
  });

  const { qr = '' } = await app.line();
  const reply = await post(`${adminUrl}/phones/40712345678/scan`, { qr });

  assert.equal(reply.status, 200);
  assert.deepEqual(await app.line(), { closed: '515' });
  server.kill('SIGTERM');
  await server.exitCode();
  const events = server.stderr.join('').trim().split('\n');
  for (const event of events) assert.equal(typeof JSON.parse(event), 'object');
  assert.ok(events.some((event) => event.includes('"linked"')));
  assert.doesNotMatch(events.join(), /40712345678|privKey/);
});

for (const url of [
  'wss://web.whatsapp.com/ws/chat',
  'ws://10.0.0.1:80/ws/chat',
  'ws://127.0.0.1.example.com/',
  'x',
  undefined,
]) {
  test(`the preload refuses ${url ?? 'a missing address'}`, async (t) => {
    const environment = { WHATSAPP_LOOPBACK_URL: url };
    const app = new Child(t, ['--import', built('preload.js'), '-e', 'console.log("{}")'], environment);

    assert.notEqual(await app.exitCode(), 0);
    assert.match(app.stderr.join(''), /WHATSAPP_LOOPBACK_URL/);
    assert.match(app.stderr.join(''), /ws:\/\/127\.0\.0\.1/);
  });
}
