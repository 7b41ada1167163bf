import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { SessionState } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';

async function connected(t: TestContext, folder?: string) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world, ...(folder && { folder }) });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, bridge, events };
}

test('a message that is journalled survives kill -9 and comes again until it is acknowledged', async (t) => {
  const folder = temporaryFolder(t);
  const { world, bridge, events } = await connected(t, folder);
  const id = await world.write(CONTACT, ACCOUNT, 'do not lose me');
  const before = await events.next('sales', 'inboundMessage');
  await bridge.stop('SIGKILL');

  const second = await startBridge(t, { world, folder });
  const later = subscribe(t, second);
  const again = await later.next('sales', 'inboundMessage');
  assert.equal(again.sequence, before.sequence);
  assert.equal(again.event.value.key?.id, id);
  assert.deepEqual(again.event.value.content.value, before.event.value.content.value);
  await second.client.acknowledge({ sequences: [again.sequence] });
  await second.stop('SIGKILL');

  const third = await startBridge(t, { world, folder });
  const last = subscribe(t, third);
  await third.client.connect({ accountId: 'sales' });
  const opened = await last.next('sales', 'connectionOpened');
  assert.ok(opened.sequence > again.sequence);
  // The server may still have a receipt of that message to confirm, never the message.
  assert.deepEqual(last.of('inboundMessage'), []);
});

test('a bridge killed in the middle of heavy traffic finds every session readable', async (t) => {
  const folder = temporaryFolder(t);
  const world = await startWorld(t);
  const accounts = ['40712345670', '40712345671'];
  const first = await startBridge(t, { world, folder });
  const pairing = subscribe(t, first);
  for (const number of accounts) await pair(first, pairing, world, number, number);
  await first.stop('SIGKILL');

  for (let round = 0; round < 2; round++) {
    const bridge = await startBridge(t, { world, folder });
    const events = subscribe(t, bridge);
    for (const accountId of accounts) await bridge.client.connect({ accountId });
    for (const accountId of accounts) {
      const opened = await events.next(accountId, 'connectionOpened');
      assert.equal(opened.event.value.newlyPaired, false);
    }
    const traffic = accounts.flatMap((accountId) =>
      Array.from({ length: 12 }, (_, i) =>
        bridge.client
          .send({
            accountId,
            messageId: `3EB0${accountId}-${round}-${i}`,
            toJid: `4072222222${i % 4}@s.whatsapp.net`,
            content: { case: 'text', value: { body: 'busy' } },
          })
          // The kill below cuts most of them off.
          .catch(() => undefined),
      ),
    );
    for (const number of accounts) await world.write(CONTACT, number, 'busy too');
    await events.until(() => events.of('serverAck').length >= 4 + round * 5, 'traffic');
    await bridge.stop('SIGKILL');
    await Promise.all(traffic);
  }

  const bridge = await startBridge(t, { world, folder });
  const { sessions } = await bridge.client.listSessions({});
  assert.deepEqual(
    sessions.map(({ accountId, paired }) => [accountId, paired]),
    accounts.map((accountId) => [accountId, true]),
  );
});

test('a session that never finished its pairing starts over with a fresh QR, a paired one never', async (t) => {
  const { world, bridge, events } = await connected(t);
  await bridge.client.connect({ accountId: 'other' });
  const first = await events.next('other', 'qrCode');
  await bridge.client.disconnect({ accountId: 'other' });
  await bridge.client.connect({ accountId: 'other' });
  const second = await events.next('other', 'qrCode');
  const keysOf = (qr: string) => qr.split(',').slice(1, 4);
  assert.notDeepEqual(keysOf(second.event.value.content), keysOf(first.event.value.content));

  await world.unlink(ACCOUNT, 1);
  const closed = await events.next('sales', 'connectionClosed', ({ event }) => event.value.code !== 515);
  assert.equal(closed.event.value.code, 401);
  assert.equal(closed.event.value.wasOpen, true);
  assert.equal(closed.event.value.paired, false);
  await bridge.client.connect({ accountId: 'sales' });
  const refused = await events.next('sales', 'connectionClosed', ({ event }) => event.value.code !== 515);
  assert.equal(refused.event.value.code, 401);
  assert.equal(events.of('qrCode').filter(({ accountId }) => accountId === 'sales').length, 1);

  await bridge.client.logOut({ accountId: 'sales', force: true });
  await bridge.client.connect({ accountId: 'sales' });
  await events.next('sales', 'qrCode', ({ connection }) => connection > closed.connection);
});

test('a connection that WhatsApp ends is told of with its code, and stays closed', async (t) => {
  const { world, bridge, events } = await connected(t);
  const codes = [403, 408, 428, 440, 500, 503];

  for (const code of codes) {
    await world.close(ACCOUNT, code);

    const closed = await events.next('sales', 'connectionClosed', ({ event }) => event.value.code !== 515);
    assert.equal(closed.event.value.code, code);
    assert.equal(closed.event.value.wasOpen, true);
    assert.equal(closed.event.value.paired, true);
    const { session } = await bridge.client.getSession({ accountId: 'sales' });
    assert.equal(session?.state, SessionState.DISCONNECTED);
    assert.equal(session.jid, `${ACCOUNT}@s.whatsapp.net`);
    await bridge.client.connect({ accountId: 'sales' });
    await events.next('sales', 'connectionOpened');
  }

  // The first login and those asked for here: none of the bridge's own making.
  assert.equal((await world.devices(ACCOUNT))[0]?.logins, 1 + codes.length);
});

test('garbage from the server ends nothing but that account’s connection, or not even that', async (t) => {
  const { world, bridge, events } = await connected(t);
  await pair(bridge, events, world, 'support', '40733333333');

  // Decrypts, but is no stanza: the stream is sound and goes on.
  await world.frame(ACCOUNT, Buffer.from('00f8ffee0102', 'hex'), true);
  await events.next('sales', 'accountError', ({ event }) =>
    /frame could not be parsed/.test(event.value.message),
  );
  const id = await world.write(CONTACT, ACCOUNT, 'still here');
  await events.next('sales', 'inboundMessage', ({ event }) => event.value.key?.id === id);

  // Does not decrypt: the cipher's counters are out of step, and nothing would be heard any more.
  await world.frame(ACCOUNT, Buffer.alloc(64, 7), false);
  const closed = await events.next('sales', 'connectionClosed', ({ event }) => event.value.code !== 515);
  assert.equal(closed.event.value.code, 500);
  assert.equal(closed.event.value.paired, true);

  const other = await world.write(CONTACT, '40733333333', 'and here');
  await events.next('support', 'inboundMessage', ({ event }) => event.value.key?.id === other);
  await bridge.client.connect({ accountId: 'sales' });
  await events.next('sales', 'connectionOpened');
});

test('fifty connections leave no sockets behind', async (t) => {
  const { bridge, events, world } = await connected(t);
  const openFiles = () => readdirSync(`/proc/${bridge.pid}/fd`).length;
  await bridge.client.disconnect({ accountId: 'sales' });
  const before = openFiles();

  for (let i = 0; i < 50; i++) {
    const { connection } = await bridge.client.connect({ accountId: 'sales' });
    await events.next('sales', 'connectionOpened', (event) => event.connection === connection);
    await bridge.client.disconnect({ accountId: 'sales' });
    const closed = await events.next('sales', 'connectionClosed', (event) => event.connection === connection);
    assert.equal(closed.event.value.code, 0);
  }

  assert.ok(openFiles() <= before + 2, `${openFiles()} open files, ${before} before`);
  assert.equal((await world.devices(ACCOUNT))[0]?.connected, false);
});

test('a new subscriber ends the old one with ABORTED', async (t) => {
  const bridge = await startBridge(t);
  const old = subscribe(t, bridge);
  await bridge.client.listSessions({});

  const world = subscribe(t, bridge);

  assert.match(String(await old.ended), /aborted/);
  assert.deepEqual(world.all, []);
});

test('no key, message text or phone number is in the log', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.write(CONTACT, ACCOUNT, 'a secret to keep');
  const inbound = await events.next('sales', 'inboundMessage');
  await world.frame(ACCOUNT, Buffer.alloc(64, 7), false);
  await events.next('sales', 'accountError');
  await world.write(CONTACT, ACCOUNT, 'another secret to keep');
  await bridge.client.connect({ accountId: 'sales' });
  await events.next('sales', 'inboundMessage', ({ sequence }) => sequence > inbound.sequence);

  assert.doesNotMatch(bridge.logs, /secret to keep|privKey|rootKey|<Buffer/);
  assert.doesNotMatch(bridge.logs, new RegExp(`${ACCOUNT}|${CONTACT}`));
  for (const line of bridge.logs.split('\n')) assert.doesNotThrow(() => JSON.parse(line) as unknown, line);
});
