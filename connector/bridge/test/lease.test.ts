import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { ConnectError, Code } from '@connectrpc/connect';
import { ErrorDetailSchema, ErrorReason } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { Lease, MAX_LEASE_MS } from '../src/lease.js';
import { holdLease, pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';

async function connected(t: TestContext) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, bridge, events };
}

function isLeaseOver(error: unknown): boolean {
  return (
    error instanceof ConnectError &&
    error.code === Code.FailedPrecondition &&
    error.findDetails(ErrorDetailSchema).some(({ reason }) => reason === ErrorReason.LEASE_OVER)
  );
}

test('nothing is connected before a lease was given', async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world, lease: false });

  await assert.rejects(bridge.client.connect({ accountId: 'sales' }), isLeaseOver);
});

test('at the end of the lease the sockets close by themselves, and a new one brings them back', async (t) => {
  const { world, bridge, events } = await connected(t);

  await holdLease(bridge.client, 500);

  const closed = await events.next('sales', 'connectionClosed');
  assert.equal(closed.event.value.code, 0);
  assert.match(closed.event.value.reason, /lease is over/);
  assert.deepEqual(
    (await world.devices(ACCOUNT)).map((device) => device.connected),
    [false],
  );
  await assert.rejects(bridge.client.connect({ accountId: 'sales' }), isLeaseOver);
  await holdLease(bridge.client, MAX_LEASE_MS);
  await bridge.client.connect({ accountId: 'sales' });
  const opened = await events.next('sales', 'connectionOpened');
  assert.equal(opened.event.value.newlyPaired, false);
});

test('a lease that is given up closes the sockets before the call answers', async (t) => {
  const { world, bridge } = await connected(t);

  await bridge.client.renewLease({ untilMs: 0n });

  assert.deepEqual(
    (await world.devices(ACCOUNT)).map((device) => device.connected),
    [false],
  );
});

test('a bridge that was frozen beyond its lease answers nothing of what came meanwhile', async (t) => {
  const { world, bridge, events } = await connected(t);
  await holdLease(bridge.client, 1_000);
  process.kill(bridge.pid, 'SIGSTOP');
  const id = await world.write(CONTACT, ACCOUNT, 'are you there?');
  await delay(1_500);

  process.kill(bridge.pid, 'SIGCONT');

  await events.next('sales', 'connectionClosed');
  assert.deepEqual(await world.receiptsOf(CONTACT, id), []);
  await holdLease(bridge.client, MAX_LEASE_MS);
  await bridge.client.connect({ accountId: 'sales' });
  const { event } = await events.next('sales', 'inboundMessage');
  assert.equal(event.value.key?.id, id);
});

test('a volume keeps its name, and no two have the same', async (t) => {
  const folder = temporaryFolder(t);
  const first = await startBridge(t, { folder });
  const { volumeId } = await first.client.renewLease({});
  await first.stop();

  const again = await startBridge(t, { folder });
  const other = await startBridge(t);

  assert.equal((await again.client.renewLease({})).volumeId, volumeId);
  assert.notEqual((await other.client.renewLease({})).volumeId, volumeId);
});

test('a lease too far ahead is refused and changes nothing', async (t) => {
  const bridge = await startBridge(t, { lease: false });
  const { nowMs } = await bridge.client.renewLease({});

  await assert.rejects(
    bridge.client.renewLease({ untilMs: nowMs + 3_600_000n }),
    (error: unknown) => error instanceof ConnectError && /until_ms/.test(error.message),
  );
  await assert.rejects(bridge.client.connect({ accountId: 'sales' }), isLeaseOver);
});

test('what is renewed in time does not end, and what is over is over before any timer has fired', async (t) => {
  let now = 0;
  let ended = 0;
  const lease = new Lease(
    () => {
      ended++;
      return Promise.resolve();
    },
    () => now,
  );
  t.after(() => {
    lease.stop();
  });
  assert.equal(lease.isHeld, false);

  await lease.renew(10_000);
  now = 9_000;
  await lease.renew(20_000);
  now = 19_999;
  assert.equal(lease.isHeld, true);
  now = 20_000;
  assert.equal(lease.isHeld, false);
  assert.equal(ended, 0);
  await lease.renew(20_000);
  assert.equal(ended, 1);
});
