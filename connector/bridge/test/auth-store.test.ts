import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Curve, type SignalDataTypeMap, proto } from '@whiskeysockets/baileys';
import { type AuthSession, AuthStore } from '../src/auth-store.js';
import { BridgeError } from '../src/errors.js';
import { temporaryStore } from './support/store.js';

const noFailure = (error: unknown) => {
  assert.fail(`unexpected failure: ${String(error)}`);
};

function link(session: AuthSession): void {
  session.creds.me = { id: '40712345678:1@s.whatsapp.net', lid: '99:1@lid', name: 'Sales' };
  session.creds.account = { details: Buffer.from('signed') };
}

test('a session comes back as libsignal gave it', async (t) => {
  const session = await new AuthStore(temporaryStore(t)).open('sales', noFailure);
  const chain = {
    chainKey: { counter: 3, key: 'a2V5' },
    chainType: 2,
    messageKeys: { 1: 'b25l', 2: 'dHdv' },
  };
  const record: unknown = {
    _sessions: { YmFzZQ: { registrationId: 7, _chains: { cmF0: chain } } },
    version: 'v1',
  };

  await session.keys.set({ session: { 'an:id': record as Uint8Array } });

  assert.deepEqual(await session.keys.get('session', ['an:id']), { 'an:id': record });
});

test('every type of key comes back as it was written', async (t) => {
  const store = temporaryStore(t);
  const session = await new AuthStore(store).open('sales', noFailure);
  const keys: { [T in keyof SignalDataTypeMap]: SignalDataTypeMap[T] } = {
    'pre-key': Curve.generateKeyPair(),
    session: Buffer.from('session'),
    'sender-key': Buffer.from('sender key'),
    'sender-key-memory': { '1:2@s.whatsapp.net': true },
    'app-state-sync-key': proto.Message.AppStateSyncKeyData.create({
      keyData: Buffer.from('k'),
      timestamp: 5,
    }),
    'app-state-sync-version': {
      version: 3,
      hash: Buffer.from('h'),
      indexValueMap: { a: { valueMac: Buffer.from('m') } },
    },
    'lid-mapping': '99',
    'device-list': ['0', '1'],
    tctoken: { token: Buffer.from('t'), timestamp: '7' },
    'identity-key': Buffer.from('identity'),
  };
  await session.keys.set(
    Object.fromEntries(Object.entries(keys).map(([type, value]) => [type, { 'an:id': value }])),
  );
  await session.close();

  const again = await new AuthStore(store).open('other', noFailure);
  assert.deepEqual(await again.keys.get('session', ['an:id']), {});
  // The session above never finished pairing, and is read here without the opening that would discard it.
  for (const [type, value] of Object.entries(keys)) {
    const read = await session.keys.get(type as keyof SignalDataTypeMap, ['an:id', 'none']);
    assert.deepEqual(JSON.stringify(read['an:id']), JSON.stringify(value), type);
    assert.deepEqual(Object.keys(read), ['an:id']);
  }
});

test('a key set to null is gone', async (t) => {
  const session = await new AuthStore(temporaryStore(t)).open('sales', noFailure);
  await session.keys.set({ session: { a: Buffer.from('1'), b: Buffer.from('2') } });

  await session.keys.set({ session: { a: null } });

  assert.deepEqual(Object.keys(await session.keys.get('session', ['a', 'b'])), ['b']);
});

test('credentials are written with every set of keys, so that they are never older than these', async (t) => {
  const store = temporaryStore(t);
  const session = await new AuthStore(store).open('sales', noFailure);
  link(session);
  await session.saveCreds();

  session.creds.nextPreKeyId = 42;
  await session.keys.set({ 'pre-key': { '41': Curve.generateKeyPair() } });

  const again = await new AuthStore(store).open('sales', noFailure);
  assert.equal(again.creds.nextPreKeyId, 42);
});

test('a session that never finished pairing is discarded with its keys, a linked one never', async (t) => {
  const store = temporaryStore(t);
  const auth = new AuthStore(store);
  const unfinished = await auth.open('sales', noFailure);
  unfinished.creds.me = { id: '40712345678@s.whatsapp.net', name: '~' }; // what asking for a pairing code leaves
  await unfinished.keys.set({ session: { a: Buffer.from('1') } });

  const fresh = await auth.open('sales', noFailure);
  assert.equal(fresh.creds.me, undefined);
  assert.notDeepEqual(fresh.creds.noiseKey, unfinished.creds.noiseKey);
  assert.deepEqual(await fresh.keys.get('session', ['a']), {});

  link(fresh);
  await fresh.saveCreds();
  const linked = await auth.open('sales', noFailure);
  assert.deepEqual(linked.creds.noiseKey.public, Buffer.from(fresh.creds.noiseKey.public));
  assert.equal(linked.pairing, 'linked');
  assert.deepEqual(auth.summary('sales'), {
    pairing: 'linked',
    me: { id: '40712345678:1@s.whatsapp.net', lid: '99:1@lid' },
    proxied: false,
  });

  await linked.markUnlinked();
  const unlinked = await auth.open('sales', noFailure);
  assert.deepEqual(unlinked.creds.noiseKey.public, Buffer.from(fresh.creds.noiseKey.public));
  assert.equal(unlinked.pairing, 'unlinked');
});

for (const [damage, bytes] of [
  ['torn', (whole: Buffer) => whole.subarray(0, 100)],
  ['empty', () => Buffer.alloc(0)],
  ['of another kind', () => Buffer.from('{"version":1,"pairing":"linked","creds":{}}')],
] as const) {
  test(`credentials that are ${damage} are data loss, and stay as they are`, async (t) => {
    const store = temporaryStore(t);
    const auth = new AuthStore(store);
    const session = await auth.open('sales', noFailure);
    link(session);
    await session.saveCreds();
    const damaged = bytes(store.sessions.get('sales') ?? assert.fail('nothing stored'));
    await store.sessions.put('sales', damaged);

    for (const read of [
      () => auth.open('sales', noFailure),
      () => Promise.resolve().then(() => auth.summary('sales')),
    ]) {
      await assert.rejects(read, (error) => error instanceof BridgeError && error.kind === 'DATA_LOSS');
    }

    assert.deepEqual(store.sessions.get('sales'), damaged);
    assert.equal(auth.has('sales'), true);
  });
}

test('keys without credentials are data loss, not a new identity', async (t) => {
  const store = temporaryStore(t);
  const auth = new AuthStore(store);
  const session = await auth.open('sales', noFailure);
  await session.keys.set({ session: { a: Buffer.from('1') } });
  await store.sessions.remove('sales');

  await assert.rejects(() => auth.open('sales', noFailure), /no credentials/);
});

test('a key that cannot be read is an error that the connection hears of, and keeps the next one from opening', async (t) => {
  const store = temporaryStore(t);
  const auth = new AuthStore(store);
  const failures: unknown[] = [];
  const session = await auth.open('sales', (error) => failures.push(error));
  link(session);
  await session.keys.set({ session: { a: Buffer.from('1') } });
  await store.keys.put(['sales', 'session', 'a'], Buffer.from('{"type":'));

  await assert.rejects(async () => session.keys.get('session', ['a']), /session key/);

  assert.equal(failures.length, 1);
  await assert.rejects(() => auth.open('sales', noFailure), /session key/);
  await auth.open('support', noFailure);
  assert.equal(store.keys.get(['sales', 'session', 'a'])?.toString(), '{"type":');

  await auth.delete('sales');
  assert.equal((await auth.open('sales', noFailure)).pairing, 'pairing');
});

test('a socket that has ended can no longer write over the next one', async (t) => {
  const store = temporaryStore(t);
  const auth = new AuthStore(store);
  const old = await auth.open('sales', noFailure);
  link(old);
  await old.saveCreds();
  await old.close();
  const next = await auth.open('sales', noFailure);
  await next.keys.set({ session: { a: Buffer.from('new') } });

  await assert.rejects(async () => old.keys.set({ session: { a: Buffer.from('old') } }), /closed/);

  assert.deepEqual(await next.keys.get('session', ['a']), { a: Buffer.from('new') });
});

test('a deleted session leaves nothing of its own and everything of the others', async (t) => {
  const store = temporaryStore(t);
  const auth = new AuthStore(store);
  for (const account of ['sales', 'sales-2']) {
    const session = await auth.open(account, noFailure);
    link(session);
    await session.keys.set({
      session: { a: Buffer.from(account) },
      'lid-mapping': { '99_reverse': '40712345678' },
    });
  }

  await auth.delete('sales');

  assert.equal(auth.has('sales'), false);
  assert.deepEqual(auth.accountIds(), ['sales-2']);
  const other = await auth.open('sales-2', noFailure);
  assert.deepEqual(await other.keys.get('session', ['a']), { a: Buffer.from('sales-2') });
  assert.equal(other.otherName('99@lid'), '40712345678@s.whatsapp.net');
});
