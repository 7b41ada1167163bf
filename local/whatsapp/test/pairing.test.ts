import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  Curve,
  getBinaryNodeChild,
  getBinaryNodeChildren,
  getBinaryNodeChildUInt,
  initAuthCreds,
  type BinaryNode,
} from '@whiskeysockets/baileys';
import { eventually, Stage, type Client } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

test('a phone links a companion by its QR code, and the companion logs in', async () => {
  const client = stage.client();

  const linked = await client.pair();
  await client.login();

  const { jid, lid } = linked.body as { jid: string; lid: string };
  assert.equal(jid, `${client.number}:1@s.whatsapp.net`);
  assert.deepEqual([client.creds.me?.id, client.creds.me?.lid], [jid, lid]);
  assert.deepEqual(client.closeCodes, [515]);
  const phone = await stage.ok<{ lid: string; devices: { connected: boolean; logins: number }[] }>(
    'GET',
    `/phones/${client.number}`,
  );
  assert.equal(phone.lid, lid.replace(':1@', '@'));
  assert.deepEqual(
    phone.devices.map(({ connected, logins }) => ({ connected, logins })),
    [{ connected: true, logins: 1 }],
  );
});

test('the first login is not held back by a history that never comes', async () => {
  const client = stage.client();
  await client.pair();

  await client.login();

  // Baileys counts a finished sync; without the phone's history that takes it 20 seconds.
  await client.until('the initial sync', () => client.creds.accountSyncCounter > 0, 5000);
});

test('a linked companion logs in again with the same keys', async () => {
  const client = await stage.account();
  await client.goOffline();

  await client.login();

  const { devices } = await stage.ok<{ devices: { logins: number }[] }>('GET', `/phones/${client.number}`);
  assert.deepEqual(
    devices.map(({ logins }) => logins),
    [2],
  );
});

test('a second companion of the same phone is another device', async () => {
  const first = await stage.account();
  const second = stage.client(first.number);

  const linked = await second.pair();
  await second.login();

  assert.equal((linked.body as { device: number }).device, 2);
  assert.deepEqual(
    (await first.connections()).connections.map(({ device }) => device),
    [1, 2],
  );
});

test('a QR code whose connection is gone is refused', async () => {
  const client = stage.client();
  const qr = await client.showQr();
  client.leave();
  await client.until('closed', () => !client.socket.ws.isOpen);

  const reply = await stage.call('POST', `/phones/${client.number}/scan`, {
    qr: qr.replace(/#[^,]*/, '#2@x'),
  });

  assert.equal(reply.status, 409);
});

test('what is no QR code is refused', async () => {
  const reply = await stage.call('POST', `/phones/${stage.number()}/scan`, { qr: 'hello' });

  assert.equal(reply.status, 400);
});

test('a QR code with a wrong secret fails: the companion does not accept the account', async () => {
  const client = stage.client();
  const parts = (await client.showQr()).split(',');
  parts[3] = Buffer.alloc(32).toString('base64');

  const reply = await stage.call('POST', `/phones/${client.number}/scan`, { qr: parts.join(',') });

  assert.equal(reply.status, 409);
  assert.equal(client.creds.me, undefined);
});

test('a companion that signs with a key that is not its own is not linked', async () => {
  const client = stage.client();
  const qr = await client.showQr();
  Object.assign(client.creds.signedIdentityKey, { private: Curve.generateKeyPair().private });

  const reply = await stage.call('POST', `/phones/${client.number}/scan`, { qr });

  assert.equal(reply.status, 409);
  assert.match(JSON.stringify(reply.body), /signature/);
});

test('a phone links a companion by the code that it shows', async () => {
  const client = stage.client();
  await client.showQr();
  const code = await client.socket.requestPairingCode(client.number);
  const path = `/phones/${client.number}/pairing-code`;
  await eventually('the request', async () => {
    const { body } = await stage.call('POST', path, { code: 'AAAAAAAA' });
    return !/no companion/.test(JSON.stringify(body));
  });
  const closed = client.nextClose();

  const linked = await stage.ok<{ jid: string }>('POST', path, {
    code: `${code.slice(0, 4)}-${code.slice(4)}`,
  });

  assert.equal(await closed, 515);
  assert.equal(client.creds.me?.id, linked.jid);
  await client.login();
});

test('a wrong pairing code links nobody', async () => {
  const client = stage.client();
  await client.showQr();
  await client.socket.requestPairingCode(client.number, 'RIGHT123');
  const path = `/phones/${client.number}/pairing-code`;

  await eventually('the refusal', async () => {
    const { status, body } = await stage.call('POST', path, { code: 'WRONG123' });
    assert.equal(status, 409);
    return /the code is wrong/.test(JSON.stringify(body));
  });

  assert.deepEqual(
    await stage.ok('GET', `/phones/${client.number}`).then((phone) => (phone as { devices: [] }).devices),
    [],
  );
});

test('a login with another noise key is refused with 401', async () => {
  const client = await stage.account();
  await client.goOffline();
  Object.assign(client.creds, { noiseKey: Curve.generateKeyPair() });

  assert.equal(await client.failToConnect(), 401);
});

test('a login of an account that was never linked is refused with 401', async () => {
  const client = stage.client();
  client.creds = { ...initAuthCreds(), me: { id: `${client.number}:1@s.whatsapp.net` } };

  assert.equal(await client.failToConnect(), 401);
});

test('a companion that its phone unlinks is told so and stays out', async () => {
  const client = await stage.account();
  const closed = client.nextClose();

  await stage.ok('DELETE', `/phones/${client.number}/devices/1`);

  assert.equal(await closed, 401);
  assert.equal(await client.failToConnect(), 401);
  assert.equal((await stage.call('DELETE', `/phones/${client.number}/devices/1`)).status, 404);
});

test('a companion that logs out is unlinked', async () => {
  const client = await stage.account();

  await client.socket.logout();

  const { devices } = await stage.ok<{ devices: object[] }>('GET', `/phones/${client.number}`);
  assert.deepEqual(devices, []);
});

test('an unlinked companion that waits for its phone gets its pings answered', async () => {
  const client = stage.client();
  await client.showQr();

  const pong = (await client.socket.query({
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'w:p' },
    content: [{ tag: 'ping', attrs: {} }],
  })) as BinaryNode;

  assert.equal(pong.attrs['type'], 'result');
});

test('a device whose prekeys run out is asked for more, and gives them', async () => {
  const client = await stage.account();
  const jid = client.creds.me?.lid ?? '';
  const uploads = async (): Promise<number> => {
    const { byAccount } = await stage.ok<{ byAccount: Record<string, { queries: Record<string, number> }> }>(
      'GET',
      '/counters',
    );
    return byAccount[client.number]?.queries['prekeyUpload'] ?? 0;
  };
  assert.equal(await uploads(), 1);

  const users = Array.from({ length: 808 }, () => ({ tag: 'user', attrs: { jid } }));
  const bundles = (await client.socket.query({
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'get', xmlns: 'encrypt' },
    content: [{ tag: 'key', attrs: {}, content: users }],
  })) as BinaryNode;

  const ids = getBinaryNodeChildren(getBinaryNodeChild(bundles, 'list'), 'user').map((user) =>
    getBinaryNodeChildUInt(getBinaryNodeChild(user, 'key') ?? user, 'id', 3),
  );
  assert.equal(new Set(ids).size, 808);
  await eventually('an upload', async () => (await uploads()) > 1);
});

test('a new signed prekey is taken when the device has signed it, and else refused', async () => {
  const client = await stage.account();

  await client.socket.rotateSignedPreKey();

  await assert.rejects(client.socket.query(forgedUpload(client)), /not signed by the identity key/);
});

function forgedUpload(client: Client): BinaryNode {
  const { signedPreKey, signedIdentityKey } = client.creds;
  const id = Buffer.from([0, 0, 9]);
  const value = Buffer.from(signedPreKey.keyPair.public);
  return {
    tag: 'iq',
    attrs: { to: '@s.whatsapp.net', type: 'set', xmlns: 'encrypt' },
    content: [
      { tag: 'identity', attrs: {}, content: signedIdentityKey.public },
      {
        tag: 'list',
        attrs: {},
        content: [
          {
            tag: 'key',
            attrs: {},
            content: [
              { tag: 'id', attrs: {}, content: id },
              { tag: 'value', attrs: {}, content: value },
            ],
          },
        ],
      },
      {
        tag: 'skey',
        attrs: {},
        content: [
          { tag: 'id', attrs: {}, content: id },
          { tag: 'value', attrs: {}, content: value },
          { tag: 'signature', attrs: {}, content: Buffer.alloc(64, 1) },
        ],
      },
    ],
  };
}
