import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { ReceiptKind } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type BridgeProcess, pair, startBridge, subscribe } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';

/** A world with one account that is connected. */
async function connected(t: TestContext, environment: NodeJS.ProcessEnv = {}) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world, environment });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, bridge, events };
}

async function send({ client }: BridgeProcess, messageId: string, to = `${CONTACT}@s.whatsapp.net`) {
  const content = { case: 'text', value: { body: `text of ${messageId}` } } as const;
  return client.send({ accountId: 'sales', messageId, toJid: to, content });
}

test('a message goes out under the id given, also when it is repeated', async (t) => {
  const { world, bridge, events } = await connected(t);

  await world.behave({ acks: { mode: 'drop' }, receipts: { delivery: false } });
  await send(bridge, '3EB0AAAA01');
  await world.behave({ acks: { mode: 'normal' } });
  await send(bridge, '3EB0AAAA01');

  const ack = await events.next('sales', 'serverAck');
  assert.equal(ack.event.value.messageId, '3EB0AAAA01');
  const inbox = await world.inbox(CONTACT, ACCOUNT, 1);
  assert.deepEqual(new Set(inbox.map(({ id }) => id)), new Set(['3EB0AAAA01']));
  assert.equal(inbox[0]?.text, 'text of 3EB0AAAA01');
});

test('a contact just written to costs no query to the server, under either of its names', async (t) => {
  const { world, bridge, events } = await connected(t);
  await send(bridge, '3EB0AAAA01');
  const id = await world.write(CONTACT, ACCOUNT, 'hello');
  const inbound = await events.next('sales', 'inboundMessage', ({ event }) => event.value.key?.id === id);
  const lid = inbound.event.value.key?.chatAltJid ?? '';
  await send(bridge, '3EB0AAAA02', lid);
  await events.until(() => events.of('serverAck').length === 2, 'two acks');
  const before = await world.queries();

  await send(bridge, '3EB0AAAA03');
  await send(bridge, '3EB0AAAA04', lid);

  await events.until(() => events.of('serverAck').length === 4, 'four acks');
  const after = await world.queries();
  assert.deepEqual(after, before);
});

test('two sends at once to a new contact ask for its devices once', async (t) => {
  const { world, bridge } = await connected(t);
  const before = await world.queries();

  await Promise.all([send(bridge, '3EB0AAAA01'), send(bridge, '3EB0AAAA02')]);

  const after = await world.queries();
  assert.equal((after['usync'] ?? 0) - (before['usync'] ?? 0), 1);
});

test('a refusal arrives once, with its code', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.behave({ acks: { mode: 'refuse', errorCode: 479 } });
  await send(bridge, '3EB0AAAA01');
  const refusal = await events.next('sales', 'serverAck');
  await world.behave({ acks: { mode: 'normal' } });
  await send(bridge, '3EB0AAAA02');
  await events.next('sales', 'serverAck', ({ event }) => event.value.messageId === '3EB0AAAA02');

  assert.equal(refusal.event.value.messageId, '3EB0AAAA01');
  assert.equal(refusal.event.value.errorCode, 479);
  assert.equal(refusal.event.value.chatJid, `${CONTACT}@s.whatsapp.net`);
  assert.equal(events.of('serverAck').length, 2);
});

test('when the server does not answer for the devices, nothing is written to anybody', async (t) => {
  const { world, bridge } = await connected(t, { WHATSAPP_QUERY_TIMEOUT_MS: '1000' });
  // Our own devices are known by now: Baileys alone would write to them and to nobody else.
  await send(bridge, '3EB0AAAA01', '40733333333@s.whatsapp.net');
  await world.behave({ answerQueries: false });

  await assert.rejects(send(bridge, '3EB0AAAA02'), (error) => {
    assert.ok(error instanceof ConnectError);
    assert.equal(Code[error.code], 'Unavailable');
    assert.match(error.rawMessage, /devices; nothing was written/);
    return true;
  });

  await world.behave({ answerQueries: true });
  await send(bridge, '3EB0AAAA03');
  assert.deepEqual(
    (await world.inbox(CONTACT, ACCOUNT, 1)).map(({ id }) => id),
    ['3EB0AAAA03'],
  );
});

test('a send under way when the socket drops is answered at once', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.behave({ answerQueries: false });
  const sending = send(bridge, '3EB0AAAA01');
  const outcome = assert.rejects(sending, (error) => {
    assert.ok(error instanceof ConnectError);
    assert.ok([Code.FailedPrecondition, Code.Unknown].includes(error.code), Code[error.code]);
    return true;
  });

  await world.close(ACCOUNT, 503);

  const closed = await events.next('sales', 'connectionClosed');
  await outcome;
  assert.equal(closed.event.value.code, 503);
  await assert.rejects(send(bridge, '3EB0AAAA02'), /not connected/);
});

test('a delivery and a read that come together are two receipts, under either of the contact’s names', async (t) => {
  const { world, bridge, events } = await connected(t);
  await world.behave({ receipts: { delivery: false } });
  await send(bridge, '3EB0AAAA01');
  await world.inbox(CONTACT, ACCOUNT, 1);

  await world.receipt(CONTACT, ACCOUNT, '3EB0AAAA01', 'delivered', 'lid');
  await world.receipt(CONTACT, ACCOUNT, '3EB0AAAA01', 'read', 'lid');

  await events.until(() => events.of('receipt').length === 2, 'two receipts');
  assert.deepEqual(
    events
      .of('receipt')
      .map(({ event }) => [event.value.kind, event.value.key?.chatJid, event.value.key?.fromMe]),
    [
      [ReceiptKind.DELIVERED, `${CONTACT}@s.whatsapp.net`, true],
      [ReceiptKind.READ, `${CONTACT}@s.whatsapp.net`, true],
    ],
  );
});

test('a contact that shows only its LID is named by it until its number is known', async (t) => {
  const { world, events } = await connected(t);

  await world.write(CONTACT, ACCOUNT, 'who am I', { from: 'lid-only' });
  const unknown = await events.next('sales', 'inboundMessage');
  await world.write(CONTACT, ACCOUNT, 'that is me', { from: 'lid' });
  const known = await events.next('sales', 'inboundMessage');
  await world.write(CONTACT, ACCOUNT, 'as you know', { from: 'lid-only' });
  const remembered = await events.next('sales', 'inboundMessage');

  const lid = unknown.event.value.key?.chatJid ?? '';
  assert.match(lid, /^\d+@lid$/);
  assert.equal(unknown.event.value.key?.chatAltJid, '');
  for (const { event } of [known, remembered]) {
    assert.equal(event.value.key?.chatJid, `${CONTACT}@s.whatsapp.net`);
    assert.equal(event.value.key.chatAltJid, lid);
  }
});

test('what the owner writes on the phone arrives as from me; what we send does not come back', async (t) => {
  const { world, bridge, events } = await connected(t);
  await send(bridge, '3EB0AAAA01');
  await world.inbox(CONTACT, ACCOUNT, 1);

  const id = await world.writeOnPhone(ACCOUNT, CONTACT, 'from the phone');

  const own = await events.next('sales', 'inboundMessage');
  assert.equal(own.event.value.key?.id, id);
  assert.equal(own.event.value.key.fromMe, true);
  assert.equal(own.event.value.key.chatJid, `${CONTACT}@s.whatsapp.net`);
  assert.match(own.event.value.key.chatAltJid, /^(\d+@lid)?$/);
  assert.equal(events.of('inboundMessage').length, 1);
});

test('what came while the account was away is marked as offline', async (t) => {
  const { world, bridge, events } = await connected(t);
  await bridge.client.disconnect({ accountId: 'sales' });
  const ids = [];
  for (const text of ['one', 'two', 'three']) ids.push(await world.write(CONTACT, ACCOUNT, text));

  await bridge.client.connect({ accountId: 'sales' });

  await events.until(() => events.of('inboundMessage').length === 3, 'three messages');
  const messages = events.of('inboundMessage').map(({ event }) => event.value);
  assert.deepEqual(
    messages.map(({ key }) => key?.id),
    ids,
  );
  assert.deepEqual(
    messages.map(({ offline }) => offline),
    [true, true, true],
  );
});
