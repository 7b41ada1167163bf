import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { ErrorDetailSchema, ErrorReason } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type BridgeProcess, pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';
const ID = '3EB0AAAA01';

async function connected(t: TestContext, environment: NodeJS.ProcessEnv = {}) {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const bridge = await startBridge(t, { world, folder, environment });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  await events.next('sales', 'offlineDrained');
  return { world, folder, bridge, events };
}

async function send({ client }: BridgeProcess, messageId: string, toJid = `${CONTACT}@s.whatsapp.net`) {
  const content = { case: 'text', value: { body: `text of ${messageId}` } } as const;
  return client.send({ accountId: 'sales', messageId, toJid, content });
}

test('a message that the server has taken is not written again, nor after a restart, nor offline', async (t) => {
  const { world, folder, bridge, events } = await connected(t);
  const first = await send(bridge, ID);
  await events.next('sales', 'serverAck');

  const second = await send(bridge, ID);
  await bridge.stop('SIGKILL');
  const restarted = await startBridge(t, { world, folder });
  const third = await send(restarted, ID);

  assert.deepEqual(
    [first, second, third].map(({ alreadyAcknowledged }) => alreadyAcknowledged),
    [false, true, true],
  );
  assert.equal(await world.stanzas(), 1);
});

test('a message that the server refused can be sent again', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.behave({ acks: { mode: 'refuse', errorCode: 479 } });
  await send(bridge, ID);
  await events.next('sales', 'serverAck');
  await world.behave({ acks: { mode: 'normal' } });

  const again = await send(bridge, ID);

  assert.equal(again.alreadyAcknowledged, false);
  const ack = await events.next('sales', 'serverAck');
  assert.equal(ack.event.value.errorCode, 0);
});

test('what became of a message whose answer was lost is known when the account has drained', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.behave({ acks: { mode: 'drop' }, receipts: { delivery: false } });
  await send(bridge, ID);
  await world.inbox(CONTACT, ACCOUNT, 1);
  await world.close(ACCOUNT, 428);
  await events.next('sales', 'connectionClosed', ({ event }) => event.value.code === 428);
  await world.receipt(CONTACT, ACCOUNT, ID, 'delivered');
  const texts = ['one', 'two', 'three'];
  for (const text of texts) await world.write(CONTACT, ACCOUNT, text);

  const { connection } = await bridge.client.connect({ accountId: 'sales' });

  const drained = await events.next('sales', 'offlineDrained');
  const order = events.all
    .filter((event) => event.connection === connection && event.sequence <= drained.sequence)
    .map(({ event }) => event.case);
  assert.equal(drained.connection, connection);
  assert.equal(drained.event.value.stanzas, 4);
  assert.deepEqual(order.filter((kind) => kind === 'receipt' || kind === 'inboundMessage').sort(), [
    'inboundMessage',
    'inboundMessage',
    'inboundMessage',
    'receipt',
  ]);
  assert.equal(order.at(-1), 'offlineDrained');
  assert.ok(order.includes('connectionOpened'));
  // The receipt says that the server has it.
  assert.equal((await send(bridge, ID)).alreadyAcknowledged, true);
  assert.equal(await world.stanzas(), 1);
});

test('a recipient that asks again is answered, also after a restart, and stands in for a lost answer', async (t) => {
  const { world, folder, bridge, events } = await connected(t);
  await world.behave({ acks: { mode: 'drop' }, receipts: { delivery: false } });
  await send(bridge, ID);
  await world.inbox(CONTACT, ACCOUNT, 1);
  await bridge.stop('SIGKILL');
  assert.deepEqual(events.of('serverAck'), []);
  await world.behave({ acks: { mode: 'normal' } });
  const restarted = await startBridge(t, { world, folder });
  const later = subscribe(t, restarted);
  await restarted.client.connect({ accountId: 'sales' });
  await later.next('sales', 'offlineDrained');

  await world.receipt(CONTACT, ACCOUNT, ID, 'retry');

  const ack = await later.next('sales', 'serverAck');
  assert.deepEqual([ack.event.value.messageId, ack.event.value.errorCode], [ID, 0]);
  for (let copies = 1; copies < 2;) {
    const [message] = await world.inbox(CONTACT, ACCOUNT, 1);
    copies = message?.copies ?? 0;
  }
});

test('an error says in its details what a program needs to know', async (t) => {
  const { world, bridge } = await connected(t, { WHATSAPP_QUERY_TIMEOUT_MS: '1000' });
  const detailOf = async (call: Promise<unknown>) => {
    const error: unknown = await call.then(
      () => assert.fail('the call succeeded'),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof ConnectError);
    const [detail] = error.findDetails(ErrorDetailSchema);
    return [Code[error.code], detail && ErrorReason[detail.reason], detail?.field];
  };

  assert.deepEqual(await detailOf(send(bridge, ID, 'nobody')), ['InvalidArgument', 'MALFORMED', 'to_jid']);
  // The loopback server knows no number that begins with 0.
  assert.deepEqual(await detailOf(send(bridge, ID, '0712345@s.whatsapp.net')), [
    'InvalidArgument',
    'NOT_ON_WHATSAPP',
    'to_jid',
  ]);
  await world.behave({ answerQueries: false });
  assert.deepEqual(await detailOf(send(bridge, ID)), ['Unavailable', 'QUERY_FAILED', '']);
  await bridge.client.disconnect({ accountId: 'sales' });
  assert.deepEqual(await detailOf(send(bridge, ID)), ['FailedPrecondition', 'NOT_CONNECTED', '']);
  assert.equal(await world.stanzas(), 0);
});
