import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { SessionState } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { startBridge, subscribe } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const REQUEST = { accountId: 'sales', pairingPhoneNumber: ACCOUNT };

async function started(t: TestContext) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  return { world, bridge, events: subscribe(t, bridge) };
}

test('an account is linked by the code that its owner types, and no log knows it', async (t) => {
  const { world, bridge, events } = await started(t);

  await bridge.client.connect(REQUEST);
  const { code } = (await events.next('sales', 'pairingCode')).event.value;
  const { session } = await bridge.client.getSession({ accountId: 'sales' });
  await world.typeCode(ACCOUNT, code);
  const closed = await events.next('sales', 'connectionClosed');
  await bridge.client.connect(REQUEST);
  const opened = await events.next('sales', 'connectionOpened');

  assert.match(code, /^[0-9A-Z]{8}$/);
  assert.deepEqual([session?.state, session?.pairingCode, session?.qr], [SessionState.QR_READY, code, '']);
  assert.deepEqual([closed.event.value.code, closed.event.value.paired], [515, true]);
  assert.equal(opened.event.value.newlyPaired, true);
  assert.deepEqual([events.of('qrCode'), events.of('pairingCode').length], [[], 1]);
  assert.doesNotMatch(bridge.logs, new RegExp(`${code}|${ACCOUNT}`));
});

test('a code that nobody typed before the connection dropped is followed by another one', async (t) => {
  const { world, bridge, events } = await started(t);

  await bridge.client.connect(REQUEST);
  const first = (await events.next('sales', 'pairingCode')).event.value.code;
  await bridge.client.disconnect({ accountId: 'sales' });
  const closed = await events.next('sales', 'connectionClosed');
  await bridge.client.connect(REQUEST);
  const second = (await events.next('sales', 'pairingCode')).event.value.code;
  await world.typeCode(ACCOUNT, second);
  await events.next('sales', 'connectionClosed', ({ event }) => event.value.code === 515);

  assert.equal(closed.event.value.paired, false);
  assert.notEqual(second, first);
});

test('what is no phone number is refused by the name of its field', async (t) => {
  const bridge = await startBridge(t);

  for (const pairingPhoneNumber of ['+40712345678', '0712345678', '12', 'sales']) {
    await assert.rejects(
      bridge.client.connect({ accountId: 'sales', pairingPhoneNumber }),
      (error) =>
        error instanceof ConnectError &&
        error.code === Code.InvalidArgument &&
        error.message.includes('pairing_phone_number'),
    );
  }
});
