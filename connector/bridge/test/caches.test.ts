import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Devices } from '../src/devices.js';
import { ExpiringMap } from '../src/expiring-map.js';
import { Inbox } from '../src/inbox.js';
import { SentMessages } from '../src/sent-messages.js';
import { temporaryStore } from './support/store.js';

const DEVICE = { user: '1', device: 0 };

test('a look-up that the server leaves unanswered is an error, an empty answer is not', async () => {
  const devices = new Devices();
  const { mget, mset } = devices.cache;
  assert.ok(mget && mset);

  await assert.rejects(
    devices.lookUp(() => mget(['1'])),
    /has not answered/,
  );
  const found = await devices.lookUp(async () => {
    await mget(['1']);
    await mset([]);
  });

  assert.equal(found.get('1'), undefined);
});

test('a send finds the devices that its look-up found, whatever has become of them since', async () => {
  const devices = new Devices();
  const { mget, mset } = devices.cache;
  assert.ok(mget && mset);
  const found = await devices.lookUp(async () => {
    await mget(['1', '2']);
    await mset([{ key: '1', value: [DEVICE] }]);
  });
  await devices.cache.del('1');

  const seen = await devices.sendTo(found, () => mget(['1', '2']));

  assert.deepEqual(seen, { '1': [DEVICE], '2': [] });
  assert.deepEqual(await mget(['1']), { '1': undefined });
});

test('a second look-up needs no answer for what is known', async () => {
  const devices = new Devices();
  const { mget, mset } = devices.cache;
  assert.ok(mget && mset);
  await mset([{ key: '1', value: [DEVICE] }]);

  const found = await devices.lookUp(() => mget(['1']));

  assert.deepEqual(found.get('1'), [DEVICE]);
});

test('entries expire after their time, and the oldest give way when it is full', () => {
  let now = 0;
  const map = new ExpiringMap<number>(100, 2, () => now);
  map.set('a', 1);
  now = 50;
  map.set('b', 2);
  map.set('c', 3);

  assert.deepEqual([map.get('a'), map.get('b'), map.get('c')], [undefined, 2, 3]);
  now = 150;
  assert.equal(map.get('b'), undefined);
});

test('sent messages are kept for their time, each account for itself', async (t) => {
  const store = temporaryStore(t);
  let now = 1000;
  const sent = new SentMessages(store, { now: () => now, ttlMs: 100 });
  await sent.put('sales', 'A', { conversation: 'first' });
  now = 1050;
  await sent.put('sales', 'B', { conversation: 'second' });
  await sent.put('support', 'A', { conversation: 'other' });

  assert.equal(sent.get('sales', 'A')?.conversation, 'first');
  assert.equal(sent.get('support', 'B'), undefined);
  now = 1120;
  assert.equal(await sent.prune(), 1);
  assert.equal(sent.has('sales', 'A'), false);
  assert.equal(sent.get('sales', 'B')?.conversation, 'second');

  await sent.deleteAccount('sales');
  assert.equal(sent.has('sales', 'B'), false);
  assert.equal(sent.has('support', 'A'), true);
});

test('that the server has taken a message is remembered as long as the message', async (t) => {
  const store = temporaryStore(t);
  let now = 1000;
  const sent = new SentMessages(store, { now: () => now, ttlMs: 100 });
  await sent.put('sales', 'A', { conversation: 'first' });
  assert.equal(sent.isTaken('sales', 'A'), false);

  await store.transaction(() => {
    sent.markTaken('sales', 'A');
  });
  now = 1050;
  // Sent again, it keeps its time.
  await sent.put('sales', 'A', { conversation: 'first' });

  assert.equal(sent.isTaken('sales', 'A'), true);
  assert.equal(sent.isTaken('support', 'A'), false);
  now = 1120;
  assert.equal(await sent.prune(), 1);
  assert.equal(sent.isTaken('sales', 'A'), false);
});

test('the oldest sent messages give way when there are too many', async (t) => {
  const store = temporaryStore(t);
  let now = 1000;
  const sent = new SentMessages(store, { now: () => now++, ttlMs: 1_000_000, maxMessages: 2 });
  for (const id of ['A', 'B', 'C', 'D']) await sent.put('sales', id, { conversation: id });

  assert.equal(await sent.prune(), 2);

  assert.deepEqual(
    ['A', 'B', 'C', 'D'].map((id) => sent.has('sales', id)),
    [false, false, true, true],
  );
});

test('what was received is kept for its time, each account for itself', async (t) => {
  const store = temporaryStore(t);
  let now = 1000;
  const inbox = new Inbox(store, () => now, 100);
  const [first, second] = [Buffer.from('first ciphertext'), Buffer.from('second ciphertext')];
  await store.transaction(() => {
    inbox.put('sales', first, Buffer.from('one'));
    inbox.put('support', first, Buffer.from('other'));
  });
  now = 1050;
  await store.transaction(() => {
    inbox.put('sales', second, Buffer.from('two'));
  });

  now = 1120;
  await inbox.prune('sales');
  assert.equal(inbox.get('sales', first), undefined);
  assert.equal(inbox.get('sales', second)?.toString(), 'two');
  assert.equal(inbox.get('support', first)?.toString(), 'other');

  await inbox.deleteAccount('sales');
  assert.equal(inbox.get('sales', second), undefined);
  assert.equal(inbox.get('support', first)?.toString(), 'other');
});
