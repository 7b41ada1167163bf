import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type Client, createClient } from '@connectrpc/connect';
import { createGrpcTransport } from '@connectrpc/connect-node';
import { MAX_LEASE_MS } from '../../src/lease.js';
import { BridgeService } from '../../gen/whatsapp/bridge/v1/bridge_pb.js';
import { Events } from './events.js';
import type { World } from './loopback.js';

/** The bridge's program. */
export const MAIN = fileURLToPath(new URL('../../bundle/main.js', import.meta.url));
const PRELOAD = import.meta.resolve('@whatsapp-connector/whatsapp-loopback/preload');

export type BridgeClient = Client<typeof BridgeService>;

/** A folder that goes with the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'bridge-'));
  t.after(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** A bridge as it runs in production: a process of its own, spoken to by gRPC over its Unix socket. */
export class BridgeProcess {
  readonly client: BridgeClient;
  readonly #logs: string[] = [];
  readonly #process: ChildProcess;

  constructor(
    readonly socketPath: string,
    readonly sessionsPath: string,
    environment: NodeJS.ProcessEnv,
    imports: string[] = [],
  ) {
    this.#process = spawn(process.execPath, [...imports.flatMap((path) => ['--import', path]), MAIN], {
      env: {
        PATH: process.env['PATH'],
        BRIDGE_SOCKET: socketPath,
        SESSIONS_PATH: sessionsPath,
        LOG_LEVEL: 'debug',
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.client = bridgeClient(socketPath);
  }

  /** All that it has printed so far. */
  get logs(): string {
    return this.#logs.join('\n');
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get exitCode(): number | null {
    return this.#process.exitCode;
  }

  /** Settles when it says that it is listening, or when it is gone. */
  async started(): Promise<void> {
    await new Promise<void>((resolve) => {
      const onLine = (line: string) => {
        this.#logs.push(line);
        if (line.includes('"msg":"listening"')) resolve();
      };
      for (const stream of [this.#process.stdout, this.#process.stderr]) {
        if (stream) createInterface({ input: stream }).on('line', onLine);
      }
      this.#process.once('exit', () => {
        resolve();
      });
    });
  }

  endStdin(): void {
    this.#process.stdin?.end();
  }

  /** Sends a signal and waits for the end; the exit code, or null after SIGKILL. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    const exit = this.exited();
    this.#process.kill(signal);
    return exit;
  }

  async exited(): Promise<number | null> {
    if (this.#process.exitCode === null && this.#process.signalCode === null)
      await once(this.#process, 'exit');
    return this.#process.exitCode;
  }
}

export function bridgeClient(socketPath: string): BridgeClient {
  const transport = createGrpcTransport({ baseUrl: 'http://bridge', nodeOptions: { path: socketPath } });
  return createClient(BridgeService, transport);
}

export interface StartOptions {
  readonly folder?: string;
  readonly world?: World;
  readonly environment?: NodeJS.ProcessEnv;
  /** Whether it is given a lease at once, as long as there is; else it may connect nothing. */
  readonly lease?: boolean;
}

/** Gives a bridge the right to hold connections for so many ms from now. */
export async function holdLease(client: BridgeClient, forMs: number): Promise<void> {
  const { nowMs } = await client.renewLease({});
  await client.renewLease({ untilMs: nowMs + BigInt(forMs) });
}

/** Starts a bridge that ends with the test, whatever the test does with it. */
export async function startBridge(t: TestContext, options: StartOptions = {}): Promise<BridgeProcess> {
  const folder = options.folder ?? temporaryFolder(t);
  const bridge = new BridgeProcess(
    join(folder, 'bridge.sock'),
    join(folder, 'sessions'),
    { ...(options.world && { WHATSAPP_LOOPBACK_URL: options.world.url }), ...options.environment },
    options.world ? [PRELOAD] : [],
  );
  t.after(async () => {
    await bridge.stop('SIGKILL');
  });
  await bridge.started();
  const lives = bridge.exitCode === null;
  if (lives && (options.lease ?? true)) await holdLease(bridge.client, MAX_LEASE_MS);
  return bridge;
}

/** Subscribes to a bridge's events until the test ends. */
export function subscribe(t: TestContext, bridge: BridgeProcess): Events {
  const events = new Events(bridge.client);
  t.after(() => {
    events.stop();
  });
  return events;
}

/** Pairs an account with a phone and waits until it is connected. */
export async function pair(
  bridge: BridgeProcess,
  events: Events,
  world: World,
  accountId: string,
  number: string,
) {
  await bridge.client.connect({ accountId });
  const { event } = await events.next(accountId, 'qrCode');
  await world.scan(number, event.value.content);
  const closed = await events.next(accountId, 'connectionClosed');
  await bridge.client.connect({ accountId });
  const opened = await events.next(accountId, 'connectionOpened');
  return { closed: closed.event.value, opened: opened.event.value };
}
