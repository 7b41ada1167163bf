import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { type TestContext, test } from 'node:test';
import { Code, ConnectError } from '@connectrpc/connect';
import { pair, startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import type { Events } from './support/events.js';
import { startWorld } from './support/loopback.js';

const ACCOUNT = '40712345678';
const CONTACTS = ['40722222220', '40722222221', '40722222222'];

const ROUNDS = 20;
const BURST = 20;
/** Kills fall anywhere from the first stanza of a burst to some time after its last receipt. */
const MAX_DELAY_MS = 60;

interface Sent {
  readonly contact: string;
  readonly id: string;
}

async function paired(t: TestContext) {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const bridge = await startBridge(t, { world, folder });
  const events = subscribe(t, bridge);
  await pair(bridge, events, world, 'sales', ACCOUNT);
  return { world, folder, bridge, events };
}

test(`whatever WhatsApp has a receipt for survives ${ROUNDS} kills in the middle of bursts, once each`, async (t) => {
  const { world, folder, bridge: first } = await paired(t);
  await first.stop('SIGKILL');
  const sent: Sent[] = [];
  const sequences = new Map<string, Set<bigint>>();
  const take = (events: Events) => {
    for (const { sequence, event } of events.of('inboundMessage')) {
      const id = event.value.key?.id ?? '';
      sequences.set(id, (sequences.get(id) ?? new Set()).add(sequence));
    }
  };
  let killedBetween = 0;

  for (let round = 0; round <= ROUNDS; round++) {
    const bridge = await startBridge(t, { world, folder });
    const events = subscribe(t, bridge);
    // What the bridge before had receipted must be in the journal: nothing has connected yet.
    const receipted: string[] = [];
    for (const message of sent) {
      if (await world.isAcknowledged(message.contact, message.id)) receipted.push(message.id);
    }
    const missing = () => {
      take(events);
      return receipted.filter((id) => !sequences.has(id));
    };
    await events.until(() => missing().length === 0, 'what was receipted');
    if (receipted.length < sent.length) killedBetween++;
    // Half of the rounds acknowledge what they got; the journal keeps the rest.
    if (round % 2 === 1) {
      await bridge.client.acknowledge({ sequences: events.all.map(({ sequence }) => sequence) });
    }
    await bridge.client.connect({ accountId: 'sales' });
    await events.next('sales', 'connectionOpened');
    if (round === ROUNDS) {
      await events.next('sales', 'offlineDrained');
      take(events);
      break;
    }
    const burst = Array.from({ length: BURST }, async (_, i) => {
      const contact = CONTACTS[i % CONTACTS.length] ?? '';
      const id = await world.write(contact, ACCOUNT, `${round}/${i}`);
      sent.push({ contact, id });
    });
    const killed = new Promise((resolve) => {
      setTimeout(() => {
        resolve(bridge.stop('SIGKILL'));
      }, Math.random() * MAX_DELAY_MS);
    });
    await Promise.all(burst);
    await killed;
    take(events);
    events.stop();
  }

  assert.equal(sent.length, ROUNDS * BURST);
  assert.deepEqual(
    sent.filter(({ id }) => !sequences.has(id)),
    [],
  );
  assert.deepEqual(
    [...sequences].filter(([, different]) => different.size !== 1),
    [],
  );
  assert.ok(killedBetween > 0, 'no kill fell into a burst: it proves nothing');
});

test('a message that cannot be written to the volume gets no receipt, and is there when it can', async (t) => {
  const { world, folder, bridge, events } = await paired(t);
  const [contact = ''] = CONTACTS;
  await world.write(contact, ACCOUNT, 'before');
  await events.next('sales', 'inboundMessage');
  // Every write to a file fails from here on, as on a full disk.
  execFileSync('prlimit', ['--pid', String(bridge.pid), '--fsize=1']);

  const id = await world.write(contact, ACCOUNT, 'keep me');

  await events.next('sales', 'accountError');
  const closed = await events.next('sales', 'connectionClosed', ({ event }) => event.value.wasOpen);
  assert.equal(closed.event.value.code, 500);
  assert.deepEqual(await world.receiptsOf(contact, id), []);
  assert.equal(events.of('inboundMessage').length, 1);

  await bridge.stop('SIGKILL');
  const restarted = await startBridge(t, { world, folder });
  const later = subscribe(t, restarted);
  await restarted.client.connect({ accountId: 'sales' });
  const kept = await later.next('sales', 'inboundMessage', ({ event }) => event.value.key?.id === id);
  assert.equal(kept.event.value.offline, true);
});

test('a volume that is full connects nobody and says so; with room again nothing is missing, without a restart', async (t) => {
  const { world, bridge, events } = await paired(t);
  const connection = (await bridge.client.getSession({ accountId: 'sales' })).session?.connection;
  const limit = (fsize: string) => execFileSync('prlimit', ['--pid', String(bridge.pid), `--fsize=${fsize}`]);
  limit('1:');

  const ids = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      world.write(CONTACTS[i % CONTACTS.length] ?? '', ACCOUNT, String(i)),
    ),
  );
  await events.next('sales', 'connectionClosed', (closed) => closed.connection === connection);
  const isFull = (error: unknown) =>
    error instanceof ConnectError &&
    error.code === Code.Unavailable &&
    error.message.includes(`SESSIONS_PATH "${bridge.sessionsPath}" cannot be written`);
  await assert.rejects(() => bridge.client.connect({ accountId: 'sales' }), isFull);
  assert.match((await bridge.client.renewLease({})).volumeProblem, /SESSIONS_PATH .* cannot be written/);
  const heard = () => new Set(events.of('inboundMessage').map(({ event }) => event.value.key?.id ?? ''));
  for (const [i, id] of ids.entries()) {
    if (!heard().has(id))
      assert.deepEqual(await world.receiptsOf(CONTACTS[i % CONTACTS.length] ?? '', id), []);
  }

  limit('unlimited:');
  await bridge.client.connect({ accountId: 'sales' });
  await events.until(() => ids.every((id) => heard().has(id)), 'all that was written meanwhile');
  assert.equal((await bridge.client.renewLease({})).volumeProblem, '');
});
