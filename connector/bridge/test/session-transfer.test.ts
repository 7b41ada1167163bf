import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Code, ConnectError } from '@connectrpc/connect';
import { pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { type World, startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';

const refusedAs = (code: Code, words: RegExp) => (error: unknown) =>
  error instanceof ConnectError && error.code === code && words.test(error.message);

/** A bridge with one linked account, which has exchanged a message with a contact. */
async function linked(t: TestContext, world: World) {
  const bridge = await startBridge(t, { world, folder: temporaryFolder(t) });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  await bridge.client.send({
    accountId: 'sales',
    messageId: '3EB0FIRST',
    toJid: `${CONTACT}@s.whatsapp.net`,
    content: { case: 'text', value: { body: 'from the first volume' } },
  });
  await events.next('sales', 'serverAck');
  return { bridge, events };
}

async function quiet({ bridge, events }: Awaited<ReturnType<typeof linked>>) {
  await bridge.client.disconnect({ accountId: 'sales' });
  await events.next('sales', 'connectionClosed', ({ event }) => event.value.wasOpen);
  await bridge.client.acknowledge({ sequences: events.all.map(({ sequence }) => sequence) });
}

test('a session goes to another volume, connects there without a QR, and no more from where it was', async (t) => {
  const world = await startWorld(t);
  const first = await linked(t, world);
  await quiet(first);

  const { session } = await first.bridge.client.exportSession({ accountId: 'sales' });
  const second = await startBridge(t, { world, folder: join(temporaryFolder(t)) });
  const later = subscribe(t, second);
  await second.client.importSession({ accountId: 'sales', session });
  const asleep = refusedAs(Code.DataLoss, /does not connect from this volume/);
  await assert.rejects(() => second.client.connect({ accountId: 'sales' }), asleep);
  await second.client.activateSession({ accountId: 'sales' });
  await second.client.connect({ accountId: 'sales' });

  const opened = await later.next('sales', 'connectionOpened');
  assert.equal(opened.event.value.newlyPaired, false);
  await second.client.send({
    accountId: 'sales',
    messageId: '3EB0SECOND',
    toJid: `${CONTACT}@s.whatsapp.net`,
    content: { case: 'text', value: { body: 'from the second volume' } },
  });
  await later.next('sales', 'serverAck', ({ event }) => event.value.messageId === '3EB0SECOND');
  const again = await second.client.send({
    accountId: 'sales',
    messageId: '3EB0FIRST',
    toJid: `${CONTACT}@s.whatsapp.net`,
    content: { case: 'text', value: { body: 'from the first volume' } },
  });
  assert.equal(again.alreadyAcknowledged, true);
  assert.equal((await world.devices(ACCOUNT)).length, 1);
  await assert.rejects(() => first.bridge.client.connect({ accountId: 'sales' }), asleep);
  await assert.rejects(
    () => first.bridge.client.activateSession({ accountId: 'sales' }),
    refusedAs(Code.FailedPrecondition, /has been exported/),
  );
});

test('a session that is in use is not exported, nor one with events that wait', async (t) => {
  const world = await startWorld(t);
  const { bridge, events } = await linked(t, world);
  const take = () => bridge.client.exportSession({ accountId: 'sales' });

  await assert.rejects(take, refusedAs(Code.FailedPrecondition, /it is connected/));
  await world.write(CONTACT, ACCOUNT, 'not to be left behind');
  await events.next('sales', 'inboundMessage');
  await bridge.client.disconnect({ accountId: 'sales' });
  await assert.rejects(take, refusedAs(Code.FailedPrecondition, /of its events wait/));

  await bridge.client.connect({ accountId: 'sales' });
  await events.until(() => events.of('connectionOpened').length === 2, 'the next connection');
});

test('an import takes no session away, and takes nothing that is no copy', async (t) => {
  const world = await startWorld(t);
  const first = await linked(t, world);
  await quiet(first);
  const { client } = first.bridge;
  const { session } = await client.exportSession({ accountId: 'sales' });
  const copy = JSON.parse(gunzipSync(session).toString()) as { rows: [string, unknown, string][] };
  const packed = (rows: unknown[]) => gzipSync(JSON.stringify({ ...copy, rows }));
  const put = (accountId: string, bytes: Uint8Array, replace = false) =>
    client.importSession({ accountId, session: bytes, replace });
  const malformed = (words: RegExp) => refusedAs(Code.InvalidArgument, words);

  await assert.rejects(() => put('other', session), malformed(/another account/));
  await assert.rejects(() => put('sales', session.subarray(0, 100)), malformed(/session/));
  await assert.rejects(
    () => put('sales', packed(copy.rows.filter(([table]) => table !== 'sessions'))),
    malformed(/no credentials/),
  );
  const garbled = copy.rows.map(([table, key, value]) => [table, key, table === 'keys' ? 'AAAA' : value]);
  await assert.rejects(() => put('sales', packed(garbled)), malformed(/not whole/));

  await put('sales', session);
  await client.activateSession({ accountId: 'sales' });
  await assert.rejects(() => put('sales', session), refusedAs(Code.AlreadyExists, /has a session/));
  await put('sales', session, true);
});
