import assert from 'node:assert/strict';
import { test } from 'node:test';
import { create } from '@bufbuild/protobuf';
import {
  AccountErrorSchema,
  type EventsResponse,
  QrCodeSchema,
  ServerAckSchema,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { deferred } from '../src/deferred.js';
import { EventStream, Superseded } from '../src/event-stream.js';
import { Journal, type NewEvent } from '../src/journal.js';
import { type Store, openStore } from '../src/store.js';
import { temporaryFolder } from './support/bridge.js';
import { temporaryStore } from './support/store.js';

const noFailure = (error: unknown) => {
  assert.fail(`unexpected failure: ${String(error)}`);
};
const ack = (messageId: string): NewEvent => ({
  accountId: 'sales',
  connection: 1,
  event: { case: 'serverAck', value: create(ServerAckSchema, { messageId }) },
});
const qr = (content: string, accountId = 'sales'): NewEvent => ({
  accountId,
  connection: 1,
  event: { case: 'qrCode', value: create(QrCodeSchema, { content }) },
});
const trouble = (message: string): NewEvent => ({
  accountId: 'sales',
  connection: 1,
  event: { case: 'accountError', value: create(AccountErrorSchema, { message }) },
});

/** What an event says, in a word. */
function word({ event }: EventsResponse): string {
  if (event.case === 'serverAck') return event.value.messageId;
  if (event.case === 'qrCode') return event.value.content;
  return event.case === 'accountError' ? event.value.message : '?';
}
const words = (journal: Journal, limit = 1000) => journal.page(0, limit).map(word);

test('recorded events outlive the journal, published ones do not', async (t) => {
  const folder = temporaryFolder(t);
  const first = openStore(folder);
  const journal = new Journal(first, noFailure);
  await journal.record([ack('A'), ack('B')]);
  journal.publish(qr('Q'));
  assert.deepEqual(words(journal), ['A', 'B', 'Q']);
  await first.close();

  const second = openStore(folder);
  t.after(() => second.close());

  assert.deepEqual(words(new Journal(second, noFailure)), ['A', 'B']);
});

test('a number is never used again, so that a late acknowledgement hits nothing new', async (t) => {
  const folder = temporaryFolder(t);
  const first = openStore(folder);
  const old = new Journal(first, noFailure);
  await old.record([ack('old')]);
  const late = old.page(0, 1).map(({ sequence }) => sequence);
  await old.acknowledge(late);
  await first.close();
  const second = openStore(folder);
  t.after(() => second.close());
  const journal = new Journal(second, noFailure);
  await journal.record([ack('new')]);

  await journal.acknowledge([...late, 0n, 2n ** 64n - 1n]);

  assert.deepEqual(words(journal), ['new']);
  assert.ok((journal.page(0, 1)[0]?.sequence ?? 0n) > (late[0] ?? 0n));
});

test('acknowledged events are gone for good, also from the volume', async (t) => {
  const folder = temporaryFolder(t);
  const first = openStore(folder);
  const journal = new Journal(first, noFailure);
  await journal.record([ack('A'), ack('B'), ack('C')]);
  journal.publish(trouble('T'));
  const [a, , c, trouble_] = journal.page(0, 10).map(({ sequence }) => sequence);

  await journal.acknowledge([a ?? 0n, c ?? 0n, trouble_ ?? 0n]);

  assert.deepEqual(words(journal), ['B']);
  await first.close();
  const second = openStore(folder);
  t.after(() => second.close());
  assert.deepEqual(words(new Journal(second, noFailure)), ['B']);
});

test('nothing is offered before it is on the disk, nor anything behind it', async (t) => {
  const store = temporaryStore(t);
  const disk = deferred();
  const journal = new Journal({ ...store, flushed: () => disk.promise }, noFailure);

  journal.publish(trouble('before'));
  const written = journal.record([ack('A')]);
  journal.publish(trouble('behind'));
  await store.flushed();
  assert.deepEqual(words(journal), ['before']);

  disk.resolve(undefined);
  await written;
  assert.deepEqual(words(journal), ['before', 'A', 'behind']);
});

test('a journal that cannot be written says so, and does not hold up what tells of it', async (t) => {
  const store = temporaryStore(t);
  const full: Store = { ...store, transaction: () => Promise.reject(new Error('no space left on device')) };
  const failures: unknown[] = [];
  const journal = new Journal(full, (error) => failures.push(error));

  await assert.rejects(() => journal.record([ack('A')]), /no space left/);
  journal.publish(trouble('closed'));

  assert.equal(failures.length, 1);
  assert.deepEqual(words(journal), ['closed']);
});

test('a QR replaces the one before, and errors are kept up to a limit', (t) => {
  const journal = new Journal(temporaryStore(t), noFailure);

  journal.publish(qr('first'));
  journal.publish(qr('of another', 'other'));
  journal.publish(qr('second'));
  for (let i = 0; i < 250; i++) journal.publish(trouble(String(i)));

  const kept = words(journal);
  assert.deepEqual(kept.slice(0, 2), ['of another', 'second']);
  assert.equal(kept.length, 102);
  assert.equal(kept.at(-1), '249');
});

test('the stream gives what is there, then what comes', async (t) => {
  const journal = new Journal(temporaryStore(t), noFailure);
  await journal.record([ack('A'), ack('B')]);
  const stream = new EventStream(journal).subscribe(new AbortController().signal);

  assert.equal(word((await stream.next()).value as EventsResponse), 'A');
  assert.equal(word((await stream.next()).value as EventsResponse), 'B');
  const coming = stream.next();
  await journal.record([ack('C')]);
  assert.equal(word((await coming).value as EventsResponse), 'C');
  await stream.return();
});

test('a new subscriber ends the one before and gets everything unacknowledged', async (t) => {
  const journal = new Journal(temporaryStore(t), noFailure);
  const events = new EventStream(journal);
  await journal.record([ack('A')]);
  const old = events.subscribe(new AbortController().signal);
  await old.next();
  const waiting = old.next();

  const stream = events.subscribe(new AbortController().signal);
  const next = stream.next();

  await assert.rejects(waiting, Superseded);
  assert.equal(word((await next).value as EventsResponse), 'A');
  await stream.return();
});

test('the end of the stream ends its subscriber in order, and every later one at once', async (t) => {
  const events = new EventStream(new Journal(temporaryStore(t), noFailure));
  const waiting = events.subscribe(new AbortController().signal).next();

  events.close();

  assert.equal((await waiting).done, true);
  assert.equal((await events.subscribe(new AbortController().signal).next()).done, true);
});

test('a subscriber that does not read costs one page of memory', async (t) => {
  const store = temporaryStore(t);
  const journal = new Journal(store, noFailure);
  await journal.record(Array.from({ length: 1000 }, (_, i) => ack(String(i))));
  const reads: number[] = [];
  const page = journal.page.bind(journal);
  journal.page = (after, limit) => {
    reads.push(limit);
    return page(after, limit);
  };
  const stream = new EventStream(journal).subscribe(new AbortController().signal);

  await stream.next();

  assert.deepEqual(reads, [64]);
  await stream.return();
});
