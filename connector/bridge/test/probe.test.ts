import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startBridge, temporaryFolder } from './support/bridge.js';

const PROBE = fileURLToPath(new URL('../bundle/probe.js', import.meta.url));

/** How the probe ends, and what it says. */
async function probe(socket: string): Promise<{ code: unknown; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [PROBE], { env: { BRIDGE_SOCKET: socket } }, (error, _stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, said: stderr });
    });
  });
}

test('a bridge that answers is alive', async (t) => {
  const bridge = await startBridge(t);

  assert.deepEqual(await probe(bridge.socketPath), { code: 0, said: '' });
});

test('a bridge that is gone is not, though its socket is still there', async (t) => {
  const bridge = await startBridge(t);
  await bridge.stop('SIGKILL');

  const { code, said } = await probe(bridge.socketPath);

  assert.equal(code, 1);
  assert.match(said, /does not answer/);
});

test(
  'a bridge that is frozen is not, though the kernel takes connections for it',
  { timeout: 20_000 },
  async (t) => {
    const bridge = await startBridge(t);
    process.kill(bridge.pid, 'SIGSTOP');

    const { code, said } = await probe(bridge.socketPath);

    assert.equal(code, 1);
    assert.match(said, /does not answer: .*(deadline|timed out)/i);
  },
);

test('no bridge, no socket', async (t) => {
  assert.equal((await probe(join(temporaryFolder(t), 'none.sock'))).code, 1);
});
