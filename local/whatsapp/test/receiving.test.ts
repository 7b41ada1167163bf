import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { WAMessageStubType } from '@whiskeysockets/baileys';
import { eventually, Stage, type Client } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

interface Sent {
  readonly id: string;
  readonly timestamp: number;
}

interface Receipts {
  readonly acknowledged: boolean;
  readonly receipts: { readonly type: string }[];
}

function write(contact: string, client: Client, text: string, more: object = {}): Promise<Sent> {
  return stage.ok<Sent>('POST', `/contacts/${contact}/messages`, { to: client.number, text, ...more });
}

function receiptsFor(contact: string, id: string): Promise<Receipts> {
  return stage.ok<Receipts>('GET', `/contacts/${contact}/receipts?of=${id}`);
}

function queued(client: Client): Promise<number> {
  return stage
    .ok<{ devices: { queued: number }[] }>('GET', `/phones/${client.number}`)
    .then(({ devices }) => devices[0]?.queued ?? -1);
}

test('a contact writes, the account reads it and confirms', async () => {
  const client = await stage.account();
  const contact = stage.number();

  const { id } = await write(contact, client, 'hello');

  await client.until('the message', () => client.texts.includes('hello'));
  const { type, message } = client.received.find(({ message }) => message.key.id === id) ?? {};
  const { lid } = await stage.ok<{ lid: string }>('GET', `/phones/${contact}`);
  assert.equal(type, 'notify');
  assert.equal(message?.key.remoteJid, lid);
  assert.equal(message.key.remoteJidAlt, `${contact}@s.whatsapp.net`);
  await eventually('the receipt', async () => (await receiptsFor(contact, id)).acknowledged);
  assert.equal(await queued(client), 0);
});

test('a contact can show its number, its LID, or its LID alone', async () => {
  const client = await stage.account();
  const [pn, lidOnly] = [stage.number(), stage.number()];

  await write(pn, client, 'by number', { from: 'pn' });
  await write(lidOnly, client, 'by LID alone', { from: 'lid-only' });

  await client.until('both', () => client.texts.length === 2);
  const keyOf = (text: string) =>
    client.received.find(({ message }) => message.message?.conversation === text)?.message.key;
  assert.equal(keyOf('by number')?.remoteJid, `${pn}@s.whatsapp.net`);
  assert.match(keyOf('by LID alone')?.remoteJid ?? '', /@lid$/);
  assert.equal(keyOf('by LID alone')?.remoteJidAlt, undefined);
});

test('messages to an account that is offline wait for it, in order', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await client.goOffline();
  const texts = Array.from({ length: 25 }, (_, index) => `waiting ${index}`);
  for (const text of texts) await write(contact, client, text);
  assert.equal(await queued(client), 25);

  await client.login();

  await client.until('all of them', () => client.texts.length === 25);
  assert.deepEqual(client.texts, texts);
  assert.deepEqual(
    new Set(client.received.filter(({ message }) => !message.key.fromMe).map(({ type }) => type)),
    new Set(['append']),
  );
  await eventually('all receipts', async () => (await queued(client)) === 0);
});

test('a message whose receipt never came is delivered again after the next login, as the same stanza', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await write(contact, client, 'warm up');
  await client.until('the first', () => client.texts.length === 1);
  // A client that dies between receiving and confirming: it gets the stanza and never answers it.
  client.socket.ws.removeAllListeners('CB:message');
  const { id } = await write(contact, client, 'again');
  await client.goOffline();
  assert.equal(await queued(client), 1);

  await client.login();

  await client.until('the message', () => client.texts.includes('again'));
  await eventually('the receipt', async () => (await receiptsFor(contact, id)).acknowledged);
});

test('the same ciphertext again cannot be read twice: the client asks for another one and gets it', async () => {
  const client = await stage.account();
  const contact = stage.number();
  // The contact has to know that its session is in use, else it sends prekey messages, which are idempotent.
  await client.send(contact, 'opening', `OPEN${contact}`);
  await write(contact, client, 'one');
  await client.until('the first', () => client.texts.length === 1);
  const { id } = await write(contact, client, 'two');
  await client.until('the second', () => client.texts.length === 2);

  await stage.ok('POST', `/stanzas/${id}/redeliver`);

  await client.until('a stub', () =>
    client.received.some(
      ({ message }) => message.key.id === id && message.messageStubType === WAMessageStubType.CIPHERTEXT,
    ),
  );
  await client.until('the resend', () => client.texts.filter((text) => text === 'two').length === 2);
  const { receipts } = await receiptsFor(contact, id);
  assert.ok(receipts.some(({ type }) => type === 'retry'));
  await eventually('all is settled', async () => (await queued(client)) === 0);
});

test('a message encrypted anew under its old id is read again', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const { id } = await write(contact, client, 'anew');
  await client.until('the first', () => client.texts.length === 1);

  await stage.ok('POST', `/stanzas/${id}/redeliver`, { reencrypt: true });

  await client.until('the second', () => client.texts.length === 2);
  assert.deepEqual(client.texts, ['anew', 'anew']);
});

test('an account that has lost its sessions asks again and reads what it could not', async () => {
  const client = await stage.account();
  const contact = stage.number();
  await client.send(contact, 'opening', `LOSE${contact}`);
  await write(contact, client, 'before');
  await client.until('the first', () => client.texts.length === 1);
  client.keys.forget('session');

  const { id } = await write(contact, client, 'after');

  await client.until('the resend', () => client.texts.includes('after'));
  assert.ok((await receiptsFor(contact, id)).receipts.some(({ type }) => type === 'retry'));
});

test('a contact can choose the id of its message', async () => {
  const client = await stage.account();

  const { id } = await write(stage.number(), client, 'mine', { id: 'CHOSEN' });

  assert.equal(id, 'CHOSEN');
  await client.until('the message', () => client.received.some(({ message }) => message.key.id === 'CHOSEN'));
});

test('nobody can write to a phone without a companion', async () => {
  const reply = await stage.call('POST', `/contacts/${stage.number()}/messages`, {
    to: stage.number(),
    text: 'x',
  });

  assert.equal(reply.status, 409);
});

test('what the owner writes on the phone comes to the companion as its own', async () => {
  const client = await stage.account();
  const contact = stage.number();

  const { id } = await stage.ok<Sent>('POST', `/phones/${client.number}/messages`, {
    to: contact,
    text: 'from my phone',
  });

  await client.until('the copy', () => client.received.some(({ message }) => message.key.id === id));
  const { message } = client.received.find(({ message }) => message.key.id === id) ?? {};
  const { lid } = await stage.ok<{ lid: string }>('GET', `/phones/${contact}`);
  assert.equal(message?.key.fromMe, true);
  assert.equal(message.key.remoteJid, lid);
  assert.equal(message.message?.conversation, 'from my phone');
  await eventually('the receipt', async () => (await queued(client)) === 0);
});
