import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import { test } from 'node:test';
import { lockVolume } from '../src/volume-lock.js';
import { BridgeProcess, MAIN, pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the bridge in order, without logging anyone out`, async (t) => {
    const world = await startWorld(t);
    const folder = temporaryFolder(t);
    const bridge = await startBridge(t, { world, folder });
    const events = subscribe(t, bridge);
    await pair(bridge, events, world, 'sales', '40712345678');

    const code = await bridge.stop(signal);

    assert.equal(code, 0);
    assert.equal(await events.ended, undefined);
    assert.equal(existsSync(bridge.socketPath), false);
    const again = await startBridge(t, { world, folder });
    const later = subscribe(t, again);
    await again.client.connect({ accountId: 'sales' });
    const opened = await later.next('sales', 'connectionOpened');
    assert.equal(opened.event.value.newlyPaired, false);
    assert.equal((await world.devices('40712345678')).length, 1);
  });
}

test('stand-alone, the bridge ends when its parent is gone', async (t) => {
  const bridge = await startBridge(t, { environment: { BRIDGE_EXIT_WITH_PARENT: 'true' } });

  bridge.endStdin();

  assert.equal(await bridge.exited(), 0);
});

test('stand-alone, the bridge ends when its parent is killed', { timeout: 20_000 }, async (t) => {
  const folder = temporaryFolder(t);
  // A parent that starts the bridge as the connector does, tells its pid, and reads its log.
  const script = `
    const bridge = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: 'pipe' });
    bridge.stdout.on('data', (line) => String(line).includes('listening') && console.log(bridge.pid));
  `;
  const parent = spawn(process.execPath, ['-e', script, MAIN], {
    env: {
      BRIDGE_SOCKET: join(folder, 'bridge.sock'),
      SESSIONS_PATH: join(folder, 'sessions'),
      BRIDGE_EXIT_WITH_PARENT: 'true',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(String(line));
  t.after(() => {
    parent.kill('SIGKILL');
  });

  parent.kill('SIGKILL');

  // The lock of the volume goes with the process, whoever inherits it.
  const isFree = () => {
    try {
      lockVolume(join(folder, 'sessions'))();
      return true;
    } catch {
      return false;
    }
  };
  while (!isFree()) await new Promise((resolve) => setImmediate(resolve));
  assert.ok(pid > 0);
});

test('without being told so, it does not care for its stdin', async (t) => {
  const bridge = await startBridge(t);

  bridge.endStdin();

  await bridge.client.listSessions({});
  assert.equal(await bridge.stop(), 0);
});

test('a second bridge on the same volume says so and exits with 1', async (t) => {
  const bridge = await startBridge(t);
  const second = new BridgeProcess(join(temporaryFolder(t), 'bridge.sock'), bridge.sessionsPath, {});
  t.after(async () => {
    await second.stop('SIGKILL');
  });
  await second.started();

  assert.equal(await second.exited(), 1);
  assert.match(second.logs, /SESSIONS_PATH .* is in use by another bridge \(pid \d+\)/);
  await bridge.client.listSessions({});
});

test('after kill -9 the volume and the socket are free at once', async (t) => {
  const folder = temporaryFolder(t);
  const first = await startBridge(t, { folder });
  await first.stop('SIGKILL');
  assert.equal(existsSync(first.socketPath), true);

  const second = await startBridge(t, { folder });

  assert.deepEqual((await second.client.listSessions({})).sessions, []);
});

test('settings that are wrong end it with 1 and a message', async (t) => {
  const bridge = await startBridge(t, { environment: { LOG_LEVEL: 'loud', SESSIONS_PATH: '' } });

  assert.equal(await bridge.exited(), 1);
  assert.match(bridge.logs, /SESSIONS_PATH is not set/);
  assert.match(bridge.logs, /LOG_LEVEL is \\"loud\\"/);
});
