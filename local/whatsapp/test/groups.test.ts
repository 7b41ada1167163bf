import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, readBy, Stage, type Client } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

interface Founded {
  readonly jid: string;
}

async function groupOf(client: Client, ...members: string[]): Promise<string> {
  const group = { subject: 'Friends', creator: client.number, participants: members };
  return (await stage.ok<Founded>('POST', '/groups', group)).jid;
}

test('an account sees its groups and who is in them', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const jid = await groupOf(client, contact);

  const metadata = await client.socket.groupMetadata(jid);

  assert.deepEqual([metadata.id, metadata.subject], [jid, 'Friends']);
  assert.deepEqual(
    metadata.participants.map(({ phoneNumber }) => phoneNumber),
    [`${client.number}@s.whatsapp.net`, `${contact}@s.whatsapp.net`],
  );
  assert.deepEqual(Object.keys(await client.socket.groupFetchAllParticipating()), [jid]);
});

test('an account founds a group', async () => {
  const client = await stage.account();
  const contact = stage.number();

  const { id } = await client.socket.groupCreate('New', [`${contact}@s.whatsapp.net`]);

  const { participants } = await stage.ok<{ participants: { number: string }[] }>('GET', `/groups/${id}`);
  assert.deepEqual(
    participants.map(({ number }) => number),
    [client.number, contact],
  );
});

test('what an account writes to a group every member reads, and its phone too', async () => {
  const client = await stage.account();
  const [anna, ben] = [stage.number(), stage.number()];
  const jid = await groupOf(client, anna, ben);

  await client.send(jid, 'hello all', 'GROUP1');
  await client.send(jid, 'again', 'GROUP2');

  for (const member of [anna, ben]) {
    const read = await readBy(stage, member, client, 2);
    assert.deepEqual(
      read.map(({ text }) => text),
      ['hello all', 'again'],
    );
  }
  const own = await stage.ok<{ messages: object[] }>('GET', `/phones/${client.number}/messages?to=${jid}`);
  assert.equal(own.messages.length, 2);
});

test('what a member writes to a group comes to the account from the group', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const jid = await groupOf(client, contact);

  for (const text of ['one', 'two']) {
    await stage.ok('POST', `/groups/${jid}/messages`, { from: contact, text });
  }

  await client.until('both', () => client.texts.length === 2);
  assert.deepEqual(client.texts, ['one', 'two']);
  const key = client.received.find(({ message }) => message.message?.conversation === 'two')?.message.key;
  assert.equal(key?.remoteJid, jid);
  assert.equal(key.participantAlt, `${contact}@s.whatsapp.net`);
  await eventually('the receipts', async () => {
    const { devices } = await stage.ok<{ devices: { queued: number }[] }>('GET', `/phones/${client.number}`);
    return devices[0]?.queued === 0;
  });
});

test('an account that lost the keys of a group asks again', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const jid = await groupOf(client, contact);
  await client.goOffline();
  const { id } = await stage.ok<{ id: string }>('POST', `/groups/${jid}/messages`, {
    from: contact,
    text: 'lost',
  });
  client.keys.forget('pre-key');

  await client.login();

  await client.until('the resend', () => client.texts.includes('lost'));
  const { receipts } = await stage.ok<{ receipts: { type: string }[] }>(
    'GET',
    `/contacts/${contact}/receipts?of=${id}`,
  );
  assert.ok(receipts.some(({ type }) => type === 'retry'));
});

test('a message to a group that the account is not in is refused', async () => {
  const client = await stage.account();
  const [one, other] = [await stage.account(), stage.number()];
  const jid = await groupOf(one, other);

  await assert.rejects(client.send(jid, 'let me in', 'OUTSIDER'));
  const reply = await stage.call('POST', `/groups/${jid}/messages`, { from: client.number, text: 'x' });

  assert.equal(reply.status, 409);
});
