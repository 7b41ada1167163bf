import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SessionState } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { pair, startBridge, subscribe } from './support/bridge.js';
import { startWorld } from './support/loopback.js';

const CONTACT = '40722222222';

/** A first login costs Baileys 812 pre-keys, about half a second of CPU; longer runs set more accounts. */
const ACCOUNTS = Number(process.env['BRIDGE_TEST_ACCOUNTS'] ?? '6');

test(`${ACCOUNTS} accounts live in one bridge`, async (t) => {
  const world = await startWorld(t);
  const bridge = await startBridge(t, { world });
  const events = subscribe(t, bridge);
  const numbers = Array.from({ length: ACCOUNTS }, (_, i) => `407000000${String(i).padStart(2, '0')}`);

  for (const number of numbers) await pair(bridge, events, world, number, number);
  await Promise.all(numbers.map((number) => world.write(CONTACT, number, `to ${number}`)));
  await Promise.all(numbers.map((number) => events.next(number, 'inboundMessage')));

  const { sessions } = await bridge.client.listSessions({});
  assert.equal(sessions.filter(({ state }) => state === SessionState.CONNECTED).length, ACCOUNTS);
});
