import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { proto } from '@whiskeysockets/baileys';
import { MediaKind } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { pair, startBridge, subscribe } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACT = '40722222222';
const THIRD = '40733333333';
const { Type } = proto.Message.ProtocolMessage;

async function connected(t: TestContext) {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, bridge, events };
}

test('each kind of content arrives as what it is, in the order in which it was sent', async (t) => {
  const { world, events } = await connected(t);
  const key = { remoteJid: `${ACCOUNT}@s.whatsapp.net`, fromMe: true, id: 'TARGET' };
  const contents: [kind: string, content: proto.IMessage][] = [
    ['text', { extendedTextMessage: { text: 'hi', contextInfo: { stanzaId: 'BEFORE' } } }],
    ['media', { imageMessage: { mimetype: 'image/jpeg', caption: 'a cat' } }],
    ['location', { locationMessage: { degreesLatitude: 44.43, degreesLongitude: 26.1 } }],
    ['contacts', { contactMessage: { displayName: 'Ana', vcard: 'BEGIN:VCARD' } }],
    ['reaction', { reactionMessage: { key, text: '👍' } }],
    [
      'edit',
      { protocolMessage: { type: Type.MESSAGE_EDIT, key, editedMessage: { conversation: 'better' } } },
    ],
    ['deletion', { protocolMessage: { type: Type.REVOKE, key } }],
    ['unsupported', { pollCreationMessageV3: { name: 'Lunch?' } }],
  ];

  const ids = [];
  for (const [, content] of contents) ids.push(await world.post(CONTACT, ACCOUNT, content));

  await events.until(() => events.of('inboundMessage').length === contents.length, 'all of them');
  const messages = events.of('inboundMessage').map(({ event }) => event.value);
  assert.deepEqual(
    messages.map(({ key: { id } = {}, content }) => [id, content.case]),
    ids.map((id, i) => [id, contents[i]?.[0]]),
  );
  assert.equal(messages[0]?.quoted?.messageId, 'BEFORE');
});

test('a group’s members write under their own names, in text and in pictures', async (t) => {
  const { world, events } = await connected(t);
  const group = await world.group(CONTACT, ACCOUNT, THIRD);

  await world.writeToGroup(group, CONTACT, { conversation: 'hello all' });
  const id = await world.writeToGroup(group, THIRD, { imageMessage: { caption: 'us' } });

  const first = await events.next('sales', 'inboundMessage');
  const second = await events.next('sales', 'inboundMessage', ({ event }) => event.value.key?.id === id);
  assert.equal(first.event.value.key?.chatJid, group);
  assert.equal(first.event.value.key.participantJid, `${CONTACT}@s.whatsapp.net`);
  assert.match(first.event.value.key.participantAltJid, /@lid$/);
  assert.equal(second.event.value.key?.participantJid, `${THIRD}@s.whatsapp.net`);
  const { content } = second.event.value;
  assert.ok(content.case === 'media' && content.value.kind === MediaKind.IMAGE);
});

test('a group’s readers have receipts of their own, with the time', async (t) => {
  const { world, bridge, events } = await connected(t);
  const group = await world.group(CONTACT, ACCOUNT, THIRD);
  const content = { case: 'text', value: { body: 'hello all' } } as const;

  await bridge.client.send({ accountId: 'sales', messageId: '3EB0AAAA01', toJid: group, content });

  await events.until(() => events.of('receipt').length === 2, 'two receipts');
  const receipts = events.of('receipt').map(({ event }) => event.value);
  assert.deepEqual(new Set(receipts.map(({ key }) => key?.chatJid)), new Set([group]));
  assert.equal(new Set(receipts.map(({ key }) => key?.participantJid)).size, 2);
  for (const { at } of receipts) assert.ok(Number(at?.seconds) > 1_700_000_000);
});

test('the number behind a LID is told of once, before the first message that uses it', async (t) => {
  const { world, events } = await connected(t);
  await world.write(CONTACT, ACCOUNT, 'who am I', { from: 'lid-only' });
  const unknown = await events.next('sales', 'inboundMessage');

  await world.write(CONTACT, ACCOUNT, 'that is me', { from: 'lid' });
  await world.write(CONTACT, ACCOUNT, 'as you know', { from: 'lid' });

  const known = await events.next('sales', 'inboundMessage');
  await events.next('sales', 'inboundMessage');
  const learnt = events.of('phoneNumberLearnt');
  assert.equal(learnt.length, 1);
  assert.equal(learnt[0]?.event.value.lidJid, unknown.event.value.key?.chatJid);
  assert.equal(learnt[0]?.event.value.phoneNumberJid, `${CONTACT}@s.whatsapp.net`);
  assert.ok(learnt[0].sequence < known.sequence);
});
