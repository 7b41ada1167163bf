import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { open } from 'lmdb';
import { SessionState } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

/** What a call must fail with. */
const failure = (code: Code, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof ConnectError);
  assert.equal(Code[error.code], Code[code], error.message);
  assert.match(error.rawMessage, message);
  return true;
};
const hello = { case: 'text', value: { body: 'hello' } } as const;

test('what is wrong with a request is said with the name of its field', async (t) => {
  const { client } = await startBridge(t);
  const message = {
    accountId: 'sales',
    messageId: '3EB01',
    toJid: '40722222222@s.whatsapp.net',
    content: hello,
  };

  for (const accountId of ['', '-sales', 'sales/1', 'a'.repeat(129)]) {
    await assert.rejects(client.connect({ accountId }), failure(Code.InvalidArgument, /^account_id: /));
    await assert.rejects(client.getSession({ accountId }), failure(Code.InvalidArgument, /^account_id: /));
  }
  await assert.rejects(
    client.send({ ...message, messageId: '' }),
    failure(Code.InvalidArgument, /^message_id: /),
  );
  for (const toJid of [
    '',
    '40722222222',
    '@s.whatsapp.net',
    '40722222222:3@s.whatsapp.net',
    'status@broadcast',
  ]) {
    await assert.rejects(client.send({ ...message, toJid }), failure(Code.InvalidArgument, /^to_jid: /));
  }
  for (const content of [{ case: undefined }, { case: 'text', value: { body: '' } }] as const) {
    await assert.rejects(client.send({ ...message, content }), failure(Code.InvalidArgument, /^text: /));
  }
});

test('an account that nobody has connected is not found', async (t) => {
  const { client } = await startBridge(t);
  const accountId = 'nobody';

  await assert.rejects(client.getSession({ accountId }), failure(Code.NotFound, /nobody/));
  await assert.rejects(client.disconnect({ accountId }), failure(Code.NotFound, /nobody/));
  await assert.rejects(client.logOut({ accountId, force: true }), failure(Code.NotFound, /nobody/));
  await assert.rejects(
    client.send({ accountId, messageId: '3EB01', toJid: '40722222222@s.whatsapp.net', content: hello }),
    failure(Code.NotFound, /nobody/),
  );
  assert.deepEqual((await client.listSessions({})).sessions, []);
});

test('an account that shows its QR can be neither connected again, nor sent from, nor logged out', async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const { client } = bridge;
  const events = subscribe(t, bridge);
  const { connection } = await client.connect({ accountId: 'sales' });
  const qr = await events.next('sales', 'qrCode');

  const { session } = await client.getSession({ accountId: 'sales' });
  assert.equal(session?.state, SessionState.QR_READY);
  assert.equal(session.qr, qr.event.value.content);
  assert.equal(session.paired, false);
  assert.equal(session.connection, connection);
  await assert.rejects(client.connect({ accountId: 'sales' }), failure(Code.AlreadyExists, /sales/));
  await assert.rejects(
    client.logOut({ accountId: 'sales' }),
    failure(Code.FailedPrecondition, /not connected/),
  );
  await assert.rejects(
    client.send({
      accountId: 'sales',
      messageId: '3EB01',
      toJid: '40722222222@s.whatsapp.net',
      content: hello,
    }),
    failure(Code.FailedPrecondition, /not connected/),
  );

  await client.disconnect({ accountId: 'sales' });
  await client.disconnect({ accountId: 'sales' });
  const closed = await events.next('sales', 'connectionClosed');
  assert.equal(closed.event.value.code, 0);
  assert.equal(closed.event.value.wasOpen, false);
  assert.equal(closed.event.value.paired, false);
  assert.equal((await client.getSession({ accountId: 'sales' })).session?.state, SessionState.DISCONNECTED);
});

test('logging out unlinks the device at WhatsApp and deletes the session', async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', '40712345678');

  await bridge.client.logOut({ accountId: 'sales' });

  const closed = await events.next('sales', 'connectionClosed');
  assert.equal(closed.event.value.code, 0);
  assert.equal(closed.event.value.wasOpen, true);
  assert.deepEqual(await world.devices('40712345678'), []);
  await assert.rejects(bridge.client.getSession({ accountId: 'sales' }), failure(Code.NotFound, /sales/));
});

test('a session is given up without a connection only by force', async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', '40712345678');
  await bridge.client.disconnect({ accountId: 'sales' });

  await assert.rejects(
    bridge.client.logOut({ accountId: 'sales' }),
    failure(Code.FailedPrecondition, /sales/),
  );
  await bridge.client.logOut({ accountId: 'sales', force: true });

  await assert.rejects(bridge.client.getSession({ accountId: 'sales' }), failure(Code.NotFound, /sales/));
  assert.equal((await world.devices('40712345678')).length, 1);
});

test('a session that cannot be read is data loss; its bytes stay and the others go on', async (t) => {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const first = await startBridge(t, { world, folder });
  const pairing = subscribe(t, first);
  await pair(first, pairing, world, 'sales', '40712345678');
  await pair(first, pairing, world, 'support', '40733333333');
  await first.stop();
  const damaged = Buffer.from('{"version":1,"pairing":"linked"');
  const volume = () => open({ path: join(folder, 'sessions', 'bridge.lmdb'), maxDbs: 8, encoding: 'binary' });
  const before = volume();
  await before.openDB({ name: 'sessions', encoding: 'binary' }).put('sales', damaged);
  await before.close();

  const bridge = await startBridge(t, { world, folder });
  const events = subscribe(t, bridge);
  const { client } = bridge;
  await assert.rejects(
    client.connect({ accountId: 'sales' }),
    failure(Code.DataLoss, /sales cannot be read/),
  );
  await assert.rejects(
    client.getSession({ accountId: 'sales' }),
    failure(Code.DataLoss, /sales cannot be read/),
  );
  await client.connect({ accountId: 'support' });
  await events.next('support', 'connectionOpened');
  assert.deepEqual(
    (await client.listSessions({})).sessions.map(({ accountId }) => accountId),
    ['sales', 'support'],
  );

  await bridge.stop();
  const after = volume();
  assert.deepEqual(after.openDB({ name: 'sessions', encoding: 'binary' }).get('sales'), damaged);
  await after.close();
});

test('the socket is for this user alone', async (t) => {
  const bridge = await startBridge(t);

  assert.equal((statSync(bridge.socketPath).mode & 0o777).toString(8), '600');
  assert.equal((statSync(join(bridge.sessionsPath, 'bridge.lmdb')).mode & 0o777).toString(8), '600');
});
