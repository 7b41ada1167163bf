import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pair, startBridge, subscribe } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

test('an account is paired by QR, sends, is answered and receives', async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);

  const { closed, opened } = await pair(bridge, events, world, 'sales', '40712345678');

  assert.equal(closed.code, 515);
  assert.equal(closed.paired, true);
  assert.equal(opened.newlyPaired, true);
  assert.equal(opened.jid, '40712345678@s.whatsapp.net');

  await bridge.client.send({
    accountId: 'sales',
    messageId: '3EB0AAAA01',
    toJid: '40722222222@s.whatsapp.net',
    content: { case: 'text', value: { body: 'hello' } },
  });
  const [received] = await world.inbox('40722222222', '40712345678', 1);
  const ack = await events.next('sales', 'serverAck');
  const receipt = await events.next('sales', 'receipt');

  assert.equal(received?.id, '3EB0AAAA01');
  assert.equal(ack.event.value.messageId, '3EB0AAAA01');
  assert.equal(ack.event.value.errorCode, 0);
  assert.equal(ack.event.value.chatJid, '40722222222@s.whatsapp.net');
  assert.equal(receipt.event.value.key?.id, '3EB0AAAA01');
  assert.equal(receipt.event.value.key.chatJid, '40722222222@s.whatsapp.net');

  const id = await world.write('40722222222', '40712345678', 'hello yourself');
  const inbound = await events.next('sales', 'inboundMessage');

  assert.equal(inbound.event.value.key?.id, id);
  assert.equal(inbound.event.value.content.case, 'text');
  assert.equal(inbound.event.value.key.chatJid, '40722222222@s.whatsapp.net');
  assert.match(inbound.event.value.key.chatAltJid, /@lid$/);
});
