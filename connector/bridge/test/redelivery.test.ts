import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { type BridgeProcess, pair, startBridge, subscribe } from './support/bridge.js';
import type { Events } from './support/events.js';
import { type World, startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';

async function connected(t: TestContext) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, bridge, events };
}

/** Once we have written, the contact's messages are no longer the first of their session ("pkmsg"). */
async function converse(bridge: BridgeProcess, world: World): Promise<void> {
  const content = { case: 'text', value: { body: 'hello' } } as const;
  const toJid = `${CONTACT}@s.whatsapp.net`;
  await bridge.client.send({ accountId: 'sales', messageId: '3EB0AAAA01', toJid, content });
  await world.inbox(CONTACT, ACCOUNT, 1);
}

/** Waits for a message that was sent last, so that all before it has been handled. */
async function caughtUp(world: World, events: Events): Promise<void> {
  const last = await world.write(CONTACT, ACCOUNT, 'the last one');
  await events.next('sales', 'inboundMessage', ({ event }) => event.value.key?.id === last);
}

for (const kind of ['the first of a session', 'one of a conversation']) {
  test(`a ciphertext that comes again, ${kind}, is receipted again and is no second message`, async (t) => {
    const { world, bridge, events } = await connected(t);
    if (kind === 'one of a conversation') await converse(bridge, world);
    const id = await world.write(CONTACT, ACCOUNT, 'once');
    await events.next('sales', 'inboundMessage');

    await world.redeliver(id);
    await caughtUp(world, events);

    assert.deepEqual(await world.receiptsOf(CONTACT, id), ['inactive', 'inactive']);
    const ids = events.of('inboundMessage').map(({ event }) => event.value.key?.id);
    assert.equal(ids.filter((other) => other === id).length, 1);
    assert.deepEqual(events.of('accountError'), []);
  });
}

test('a message that its sender encrypts anew comes again under the same key', async (t) => {
  const { world, bridge, events } = await connected(t);
  await converse(bridge, world);
  const id = await world.write(CONTACT, ACCOUNT, 'once');
  const first = await events.next('sales', 'inboundMessage');

  await world.redeliver(id, true);

  const second = await events.next('sales', 'inboundMessage');
  assert.deepEqual(second.event.value.key, first.event.value.key);
  assert.deepEqual(second.event.value.content, first.event.value.content);
});

test('a message that cannot be decrypted is trouble; the real one follows under its id', async (t) => {
  const { world, bridge, events } = await connected(t);
  await converse(bridge, world);

  const id = await world.write(CONTACT, ACCOUNT, 'at last', { damaged: true });

  await events.next('sales', 'accountError', ({ event }) =>
    /could not be decrypted/.test(event.value.message),
  );
  const real = await events.next('sales', 'inboundMessage');
  assert.equal(real.event.value.key?.id, id);
  assert.ok(real.event.value.content.case === 'text' && real.event.value.content.value.body === 'at last');
  assert.equal(events.of('inboundMessage').length, 1);
});
