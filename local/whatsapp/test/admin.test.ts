import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { readBy, Stage } from './support.js';

let stage: Stage;
before(async () => {
  stage = await Stage.open();
});
after(() => stage.close());

const BAD_REQUESTS: [string, string, object | undefined, number, RegExp][] = [
  ['GET', '/nowhere', undefined, 404, /nothing at \/nowhere/],
  ['POST', '/healthz', undefined, 405, /takes GET, not POST/],
  ['GET', '/phones/+40', undefined, 400, /'\+40' is no phone number/],
  ['GET', '/phones/%zz', undefined, 400, /percent-encoding/],
  ['POST', '/phones/40711111111/scan', {}, 400, /qr is missing; it must be a non-empty string/],
  ['POST', '/phones/40711111111/scan', { qrcode: 'x' }, 400, /unknown field qrcode; known: qr/],
  ['DELETE', '/phones/40711111111/devices/7', undefined, 404, /no linked device 7/],
  [
    'POST',
    '/contacts/40711111111/messages',
    { to: '40711111112', text: 'x', from: 'fax' },
    400,
    /one of lid, pn/,
  ],
  ['GET', '/contacts/40711111111/messages?from=40711111112&wait=-1', undefined, 400, /wait is -1/],
  ['GET', '/contacts/40711111111/receipts?of=NONE', undefined, 404, /no message with the id 'NONE'/],
  [
    'POST',
    '/contacts/40711111111/receipts',
    { id: 'X', from: '40711111112', type: 'seen' },
    400,
    /type is "seen"/,
  ],
  ['PUT', '/behaviour', { acks: { mode: 'never' } }, 400, /acks\.mode is "never"; it must be one of normal/],
  ['PUT', '/behaviour', { acks: { delay: 5 } }, 400, /unknown field acks\.delay/],
  ['PUT', '/behaviour', { login: { failure: 'no' } }, 400, /login\.failure is "no"/],
  ['PUT', '/behaviour', { evictOlderConnections: 'yes' }, 400, /true or false/],
  ['PUT', '/behaviour?account=40711111111', { handshake: 'silent' }, 400, /handshake is for all accounts/],
  [
    'POST',
    '/groups',
    { subject: 'x', creator: '40711111111', participants: [1] },
    400,
    /an array of strings/,
  ],
  ['GET', '/groups/1@g.us', undefined, 404, /no group 1@g\.us/],
  ['POST', '/stanzas/NONE/redeliver', undefined, 404, /no stanza with the id 'NONE'/],
  ['POST', '/connections/40711111111/close', { code: 12 }, 400, /code is 12; it must be an integer/],
];

for (const [method, path, body, status, error] of BAD_REQUESTS) {
  test(`${method} ${path} ${body ? JSON.stringify(body) : ''} is answered with ${status}`, async () => {
    const reply = await stage.call(method, path, body);

    assert.equal(reply.status, status);
    assert.match((reply.body as { error: string }).error, error);
  });
}

test('a body that is not JSON is answered with 400', async () => {
  const response = await fetch(`${stage.server.adminUrl}/behaviour`, { method: 'PUT', body: '{' });

  assert.equal(response.status, 400);
});

test('a behaviour is changed in part, for all or for one account, and reset', async () => {
  const [one, other] = [stage.number(), stage.number()];
  interface Shown {
    acks: { mode: string; delayMs: number };
    receipts: { delivery: boolean };
  }
  const of = (account: string) => stage.ok<Shown>('GET', `/behaviour?account=${account}`);

  await stage.ok('PUT', '/behaviour', { acks: { delayMs: 5 } });
  await stage.ok('PUT', `/behaviour?account=${one}`, { acks: { mode: 'refuse' } });
  await stage.ok('PUT', `/behaviour?account=${one}`, { receipts: { delivery: false } });
  await stage.ok('PUT', '/behaviour', { acks: { delayMs: 7 } });

  const differing = await of(one);
  assert.deepEqual(
    [differing.acks.mode, differing.acks.delayMs, differing.receipts.delivery],
    ['refuse', 7, false],
  );
  assert.deepEqual([(await of(other)).acks.mode, (await of(other)).acks.delayMs], ['normal', 7]);
  await stage.ok('DELETE', `/behaviour?account=${one}`);
  assert.deepEqual(await of(one), await of(other));
  await stage.ok('DELETE', '/behaviour');
  assert.equal((await of(one)).acks.delayMs, 0);
});

test('counters tell what an account did, and can be cleared', async () => {
  const client = await stage.account();
  await client.send(stage.number(), 'one', 'COUNT1');
  await client.until('the ack', () => client.acks.length === 1);

  const counters = await stage.ok<Record<string, unknown>>('GET', '/counters');

  const own = (counters['byAccount'] as Record<string, unknown>)[client.number] as Record<string, unknown>;
  const { stanzas, ids, refused, logins, pairings } = own;
  assert.deepEqual(
    { stanzas, ids, refused, logins, pairings },
    { stanzas: 1, ids: 1, refused: 0, logins: 1, pairings: 1 },
  );
  const queries = own['queries'] as Record<string, number>;
  assert.equal(queries['prekeyUpload'], 1);
  assert.ok((queries['usync'] ?? 0) > 0);
  await stage.ok('DELETE', '/counters');
  assert.deepEqual((await stage.ok<Record<string, unknown>>('GET', '/counters'))['byAccount'], {});
});

test('reading waits for as many messages as asked for, and no longer than asked', async () => {
  const client = await stage.account();
  const contact = stage.number();
  const path = `/contacts/${contact}/messages?from=${client.number}`;
  const reading = readBy(stage, contact, client, 2);

  await client.send(contact, 'one', 'WAIT1');
  await client.send(contact, 'two', 'WAIT2');

  assert.equal((await reading).length, 2);
  const { messages } = await stage.ok<{ messages: object[] }>('GET', `${path}&count=3&wait=20`);
  assert.equal(messages.length, 2);
});

test('closing the server ends a request that waits', async () => {
  const own = await Stage.open();
  const [contact, account] = [own.number(), own.number()];
  const waiting = own.call('GET', `/contacts/${contact}/messages?from=${account}&wait=60000`);
  const rejected = assert.rejects(waiting);
  await own.ok('GET', '/healthz');

  await own.close();

  await rejected;
});
