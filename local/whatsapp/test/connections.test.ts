import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, readBy, Stage } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

for (const code of [401, 403, 408, 411, 428, 440, 500, 503, 515]) {
  test(`a connection closed with ${code} ends with ${code}, and the account comes back`, async () => {
    const client = await stage.account();
    const closed = client.nextClose();

    await stage.ok('POST', `/connections/${client.number}/close`, { code });

    assert.equal(await closed, code);
    await client.login();
  });
}

for (const code of [401, 403, 405, 503]) {
  test(`a login refused with ${code} ends with ${code}`, async () => {
    const client = await stage.account();
    await client.goOffline();
    await stage.ok('PUT', `/behaviour?account=${client.number}`, { login: { failure: code } });

    assert.equal(await client.failToConnect(), code);

    await stage.ok('PUT', `/behaviour?account=${client.number}`, { login: { failure: null } });
    await client.login();
  });
}

test('a newer login of the same device replaces the older one', async () => {
  const client = await stage.account();
  const first = await client.connections();
  const replaced = client.nextClose();

  await client.login();

  assert.equal(await replaced, 440);
  await eventually('one connection', async () => (await client.connections()).connections.length === 1);
  assert.notDeepEqual(await client.connections(), first);
});

test('a server that does not evict keeps both connections and sends to the newer one', async () => {
  const client = await stage.account();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, { evictOlderConnections: false });
  const older = client.socket;

  await client.login();

  assert.equal((await client.connections()).connections.length, 2);
  await stage.ok('POST', `/contacts/${stage.number()}/messages`, { to: client.number, text: 'to the newer' });
  await client.until('the message', () => client.texts.length === 1);
  assert.ok(older.ws.isOpen);
  void older.end(undefined);
});

test('a server that answers no query leaves a login hanging', async () => {
  const client = await stage.account();
  await client.goOffline();
  await stage.ok('PUT', `/behaviour?account=${client.number}`, { answerQueries: false });
  const opened = client.opened;
  client.connect();

  await eventually('the login', async () => (await client.connections()).connections.length === 1);

  assert.equal(client.opened, opened);
  client.leave();
});

test('a server that is silent in the handshake admits nobody', async () => {
  const client = await stage.account();
  await client.goOffline();
  await stage.ok('PUT', '/behaviour', { handshake: 'silent' });
  try {
    const socket = client.connect();
    await socket.waitForSocketOpen();

    assert.deepEqual((await client.connections()).connections, []);
    client.leave();
  } finally {
    await stage.ok('DELETE', '/behaviour');
  }
  await client.login();
});

for (const encrypted of [false, true]) {
  test(`a client survives a garbage frame, ${encrypted ? 'encrypted' : 'raw'}, when it guards itself`, async () => {
    const client = await stage.account();
    const contact = stage.number();
    const caught = client.guardAgainstGarbage();

    await stage.ok('POST', `/connections/${client.number}/frames`, {
      bytes: Buffer.from('not a stanza at all').toString('base64'),
      encrypted,
    });

    await client.until('the error', () => caught.length === 1);
    await client.send(contact, 'still here', 'AFTER-GARBAGE');
    assert.equal((await readBy(stage, contact, client))[0]?.text, 'still here');
  });
}

test('closing what is not connected is refused', async () => {
  const reply = await stage.call('POST', `/connections/${stage.number()}/close`, { code: 503 });

  assert.equal(reply.status, 409);
});
