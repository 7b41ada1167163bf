import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { trustLoopback } from '@whatsapp-connector/whatsapp-loopback';
import { type AuthSession, AuthStore } from '../src/auth-store.js';
import { deferred } from '../src/deferred.js';
import { EventStream } from '../src/event-stream.js';
import { Hearing, type HearingLimits } from '../src/hearing.js';
import { Inbox } from '../src/inbox.js';
import { Journal } from '../src/journal.js';
import { createLog } from '../src/log.js';
import { SentMessages } from '../src/sent-messages.js';
import { SessionTransfer } from '../src/session-transfer.js';
import { Sessions } from '../src/sessions.js';
import { watchStalls } from '../src/stalls.js';
import { numbersFrom, openStore } from '../src/store.js';
import { pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { Events } from './support/events.js';
import { startWorld } from './support/loopback.js';

const LIMITS: HearingLimits = {
  lookEveryMs: 50,
  askEveryMs: 200,
  answerWithinMs: 1_000,
  workWithinMs: 1_000,
};
const NUMBERS = { ill: '40712345671', well: '40712345672' };
const CONTACT = '40722222222';

/** One that is looked at by a clock of the test, and what it says. */
function hearing(t: TestContext, ask: () => Promise<unknown>, atWork: () => Iterable<object> = () => []) {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const said: string[] = [];
  const limits = { lookEveryMs: 5, askEveryMs: 20, answerWithinMs: 30, workWithinMs: 60 };
  new Hearing({ limits, ask, atWork, onDeaf: (why) => said.push(why) }).start();
  const pass = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += limits.lookEveryMs) {
      t.mock.timers.tick(limits.lookEveryMs);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
  };
  return { said, pass };
}

test('a session whose WhatsApp answers, or refuses, is not deaf', async (t) => {
  let asked = 0;
  const { said, pass } = hearing(t, () =>
    ++asked % 2 === 0 ? Promise.resolve() : Promise.reject(new Error('no')),
  );

  await pass(1000);

  assert.deepEqual(said, []);
  assert.ok(asked >= 40, `asked ${asked} times`);
});

test('a session whose WhatsApp does not answer in time is deaf, which is said once', async (t) => {
  const { said, pass } = hearing(t, () => deferred().promise);

  await pass(45);
  assert.deepEqual(said, []);
  await pass(500);

  assert.deepEqual(said, ['WhatsApp has not answered for 30 ms']);
});

test('a session that always has something to do is not deaf, one that is never done with it is', async (t) => {
  let work: object[] = [{}, {}];
  const { said, pass } = hearing(
    t,
    () => Promise.resolve(),
    () => work,
  );
  for (let i = 0; i < 40; i++) {
    await pass(25);
    work = [work[1] ?? {}, {}];
  }
  assert.deepEqual(said, []);

  await pass(65);

  assert.deepEqual(said, ['something is not done with after 60 ms']);
});

test('a process that stood still says for how long', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  let now = 0;
  const stalls: number[] = [];
  watchStalls(
    (ms) => stalls.push(ms),
    () => now,
  );

  for (const passed of [1_000, 1_500, 9_000, 1_000]) {
    now += passed;
    t.mock.timers.tick(1_000);
  }

  assert.deepEqual(stalls, [8_000]);
});

/** An account whose received messages are never done with, as when whatever they wait for is lost. */
class WedgingStore extends AuthStore {
  wedged = '';

  override async open(...parameters: Parameters<AuthStore['open']>): Promise<AuthSession> {
    const session = await super.open(...parameters);
    const commit = session.commit.bind(session);
    session.commit = (keys, transact) =>
      transact && this.wedged === parameters[0] ? deferred().promise : commit(keys, transact);
    return session;
  }
}

/** Two accounts that are linked and connected, in a bridge that runs in this process. */
async function connected(t: TestContext) {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const bridge = await startBridge(t, { world, folder });
  const pairing = subscribe(t, bridge);
  for (const [accountId, number] of Object.entries(NUMBERS)) {
    await pair(bridge, pairing, world, accountId, number);
  }
  await bridge.stop();

  trustLoopback(world.url);
  const store = openStore(join(folder, 'sessions'));
  const journal = new Journal(store, (error) => {
    assert.fail(String(error));
  });
  const authStore = new WedgingStore(store);
  const sessions = new Sessions({
    authStore,
    journal,
    inbox: new Inbox(store),
    sent: new SentMessages(store, { ttlMs: 60_000 }),
    transfer: new SessionTransfer(store, journal),
    queryTimeoutMs: 5_000,
    hearing: LIMITS,
    mayWrite: () => true,
    probeVolume: () => Promise.resolve(),
    firstConnection: numbersFrom(store),
    log: createLog('silent'),
  });
  const stream = new EventStream(journal);
  const events = new Events({
    events: (_, options) => stream.subscribe(options?.signal ?? new AbortController().signal),
  });
  t.after(async () => {
    events.stop();
    await sessions.close();
    await store.close();
  });
  const connect = async (accountId: string) => {
    await sessions.connect(accountId, {});
    await events.next(accountId, 'offlineDrained');
  };
  for (const accountId of Object.keys(NUMBERS)) await connect(accountId);
  return { world, authStore, events, connect };
}

test('a session on which WhatsApp no longer answers is closed, and connects again; others are left alone', async (t) => {
  const { world, events, connect } = await connected(t);

  await world.behave({ answerQueries: false }, NUMBERS.ill);

  const { event } = await events.next('ill', 'sessionDeaf');
  assert.match(event.value.reason, /has not answered/);
  const closed = await events.next('ill', 'connectionClosed');
  assert.deepEqual([closed.event.value.code, closed.event.value.paired], [408, true]);
  const id = await world.write(CONTACT, NUMBERS.well, 'hello');
  await events.next('well', 'inboundMessage', ({ event }) => event.value.key?.id === id);
  assert.deepEqual(
    events.of('connectionClosed').filter(({ accountId }) => accountId === 'well'),
    [],
  );

  await world.behave({ answerQueries: true }, NUMBERS.ill);
  await connect('ill');
});

test('a session that is never done with a message is closed, and gets it again; others are not held up', async (t) => {
  const { world, authStore, events, connect } = await connected(t);
  authStore.wedged = 'ill';

  const stuck = await world.write(CONTACT, NUMBERS.ill, 'hello?');
  await world.write(CONTACT, NUMBERS.ill, 'hello??');
  const passing = await world.write(CONTACT, NUMBERS.well, 'hello');

  await events.next('well', 'inboundMessage', ({ event }) => event.value.key?.id === passing);
  const { event } = await events.next('ill', 'sessionDeaf');
  assert.match(event.value.reason, /not done with/);
  await events.next('ill', 'connectionClosed', ({ event }) => event.value.code === 408);
  assert.deepEqual(await world.receiptsOf(CONTACT, stuck), []);
  assert.equal(events.of('sessionDeaf').length, 1);

  authStore.wedged = '';
  await connect('ill');
  const heard = events.of('inboundMessage').filter(({ accountId }) => accountId === 'ill');
  assert.deepEqual(
    heard.map(({ event }) => event.value.content.case === 'text' && event.value.content.value.body),
    ['hello?', 'hello??'],
  );
});
