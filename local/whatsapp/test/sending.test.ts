import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAMessageStatus, type proto } from '@whiskeysockets/baileys';
import { eventually, readBy, Stage, type Client } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

interface Tally {
  stanzas: number;
  ids: number;
  refused: number;
  queries: Record<string, number>;
}

async function tally(client: Client): Promise<Tally> {
  const { byAccount } = await stage.ok<{ byAccount: Record<string, Tally> }>('GET', '/counters');
  const own = byAccount[client.number];
  assert.ok(own);
  return own;
}

function status(client: Client, id: string, wanted: proto.WebMessageInfo.Status): () => boolean {
  return () => client.updates.some(({ key, update }) => key.id === id && update.status === wanted);
}

test('a message is acknowledged, read by the contact, seen by the phone, and its delivery confirmed', async () => {
  const client = await stage.account();
  const contact = stage.number();

  await client.send(contact, 'hello', 'SENT1');

  await client.until('the ack', () => client.acks.some(({ id, error }) => id === 'SENT1' && !error));
  await client.until('the delivery receipt', status(client, 'SENT1', WAMessageStatus.DELIVERY_ACK));
  const read = await readBy(stage, contact, client);
  assert.deepEqual(
    read.map(({ id, text, copies }) => ({ id, text, copies })),
    [{ id: 'SENT1', text: 'hello', copies: 1 }],
  );
  const own = await stage.ok<{ messages: { text: string }[] }>(
    'GET',
    `/phones/${client.number}/messages?to=${contact}`,
  );
  assert.deepEqual(
    own.messages.map(({ text }) => text),
    ['hello'],
  );
});

test('a message to the LID of a contact reaches the same contact', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const { lid } = await stage.ok<{ lid: string }>('GET', `/phones/${contact}`);

  await client.send(lid, 'to your LID', 'LID1');

  await client.until('the delivery receipt', status(client, 'LID1', WAMessageStatus.DELIVERY_ACK));
  assert.deepEqual(
    (await readBy(stage, contact, client)).map(({ text }) => text),
    ['to your LID'],
  );
});

test('the same id sent twice is read once and counted twice', async () => {
  const client = await stage.account();
  const contact = stage.number();

  await client.send(contact, 'once', 'TWICE');
  await client.send(contact, 'once', 'TWICE');
  await client.until('both acks', () => client.acks.length === 2);

  const read = await readBy(stage, contact, client);
  assert.deepEqual(
    read.map(({ id, copies }) => ({ id, copies })),
    [{ id: 'TWICE', copies: 2 }],
  );
  const { stanzas, ids, refused } = await tally(client);
  assert.deepEqual({ stanzas, ids, refused }, { stanzas: 2, ids: 1, refused: 0 });
});

test('a warm contact costs no query for devices or keys', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await client.send(contact, 'first', 'WARM1');
  await readBy(stage, contact, client, 1);
  const cold = (await tally(client)).queries;

  await client.send(contact, 'second', 'WARM2');
  await readBy(stage, contact, client, 2);

  const warm = (await tally(client)).queries;
  assert.deepEqual([warm['usync'], warm['prekeys']], [cold['usync'], cold['prekeys']]);
});

test('a refused message is answered with the code, read by nobody, and counted', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, { acks: { mode: 'refuse', errorCode: 463 } });

  await client.send(contact, 'no', 'REFUSED');

  await client.until('the error', status(client, 'REFUSED', WAMessageStatus.ERROR));
  assert.equal(client.acks.at(-1)?.['error'], '463');
  await stage.ok('DELETE', `/behaviour?account=${client.number}`);
  await client.send(contact, 'yes', 'ACCEPTED');
  const read = await readBy(stage, contact, client);
  assert.deepEqual(
    read.map(({ id }) => id),
    ['ACCEPTED'],
  );
  assert.equal((await tally(client)).refused, 1);
});

test('a dropped ack leaves the sender in the dark about a message that arrived', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, {
    acks: { mode: 'drop' },
    receipts: { delivery: false },
  });

  await client.send(contact, 'arrived', 'DROPPED');

  await readBy(stage, contact, client);
  assert.deepEqual([client.acks, client.updates], [[], []]);
});

test('a message that is lost with its ack arrives when it is sent again', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, {
    acks: { mode: 'drop', deliverDropped: false },
  });
  await client.send(contact, 'lost', 'LOST');
  await eventually('the stanza is there', async () => (await tally(client)).stanzas === 1);
  await stage.ok('DELETE', `/behaviour?account=${client.number}`);

  await client.send(contact, 'lost', 'LOST');

  const read = await readBy(stage, contact, client);
  assert.deepEqual(
    read.map(({ id, copies }) => ({ id, copies })),
    [{ id: 'LOST', copies: 1 }],
  );
});

test('a delayed ack comes late, and no receipt before it', async () => {
  const client = await stage.account();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, { acks: { mode: 'delay', delayMs: 300 } });
  const start = Date.now();

  await client.send(stage.number(), 'slow', 'SLOW');
  await client.until('the ack', () => client.acks.length === 1);

  assert.ok(Date.now() - start >= 290);
  await client.until('the delivery receipt', status(client, 'SLOW', WAMessageStatus.DELIVERY_ACK));
});

test('a contact confirms on request what it has read', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, { receipts: { delivery: false } });
  await client.send(contact, 'read me', 'READ');
  await readBy(stage, contact, client);

  await stage.ok('POST', `/contacts/${contact}/receipts`, { id: 'READ', from: client.number, type: 'read' });

  await client.until('the read receipt', status(client, 'READ', WAMessageStatus.READ));
  assert.ok(!status(client, 'READ', WAMessageStatus.DELIVERY_ACK)());
});

test('a receipt for an account that is offline waits for it', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await client.send(contact, 'later', 'LATER');
  await readBy(stage, contact, client);
  await client.goOffline();
  await stage.ok('POST', `/contacts/${contact}/receipts`, { id: 'LATER', from: client.number, type: 'read' });

  await client.login();

  await client.until('the read receipt', status(client, 'LATER', WAMessageStatus.READ));
});

test('a message to nobody is refused', async () => {
  const client = await stage.account();

  await client.socket.sendNode({
    tag: 'message',
    attrs: { id: 'NOBODY', to: `${stage.number()}@s.whatsapp.net`, type: 'text' },
    content: [{ tag: 'participants', attrs: {}, content: [] }],
  });

  await client.until('the refusal', () =>
    client.acks.some(({ id, error }) => id === 'NOBODY' && error === '400'),
  );
  assert.equal((await tally(client)).refused, 1);
});

test('a number that cannot exist is not on WhatsApp', async () => {
  const client = await stage.account();
  const contact = stage.number();

  assert.deepEqual(await client.socket.onWhatsApp(contact, '0123456789'), [
    { jid: `${contact}@s.whatsapp.net`, exists: true },
  ]);
  await client.send('0123456789', 'hello?', 'UNKNOWN');
  await client.until('the refusal', () =>
    client.acks.some(({ id, error }) => id === 'UNKNOWN' && error === '404'),
  );
});

test('a contact that cannot decrypt asks again and reads the second copy', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await client.send(contact, 'first', 'RETRY1');
  await readBy(stage, contact, client);
  const old = client.keys.snapshot();
  await client.send(contact, 'second', 'RETRY2');
  await readBy(stage, contact, client, 2);
  // An old copy of the keys moves the ratchet back: the contact has used up the keys of the next message.
  client.keys.restore(old);

  await client.send(contact, 'third', 'RETRY3');

  const read = await readBy(stage, contact, client, 3);
  assert.deepEqual(
    read.map(({ text, copies }) => ({ text, copies })),
    [
      { text: 'first', copies: 1 },
      { text: 'second', copies: 1 },
      { text: 'third', copies: 2 },
    ],
  );
});

test('two accounts can write to each other', async () => {
  const [anna, ben] = [await stage.account(), await stage.account()];

  await anna.send(ben.number, 'hi Ben', 'AB1');

  await ben.until('the message', () => ben.received.some(({ message }) => message.key.id === 'AB1'));
  const { message } = ben.received.find(({ message }) => message.key.id === 'AB1') ?? {};
  assert.equal(message?.message?.extendedTextMessage?.text, 'hi Ben');
  assert.equal(message.key.fromMe, false);
  assert.equal((await readBy(stage, ben.number, anna))[0]?.text, 'hi Ben');
});
