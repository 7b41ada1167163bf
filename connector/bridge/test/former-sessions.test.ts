import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Code, ConnectError } from '@connectrpc/connect';
import { Curve, type SignalDataSet, useMultiFileAuthState } from '@whiskeysockets/baileys';
import { AuthStore } from '../src/auth-store.js';
import { FormerSessionUnreadable, readFormerSession } from '../src/former-folder.js';
import { importFormerSessions } from '../src/former-sessions.js';
import { createLog } from '../src/log.js';
import { startBridge, subscribe, temporaryFolder } from './support/bridge.js';
import { startWorld } from './support/loopback.js';
import { temporaryStore } from './support/store.js';

const ACCOUNTS = new Map([
  ['sales', '40712345601'],
  ['support', '40712345602'],
  ['account_prod_abc123', '40712345603'],
]);
const CONTACT = '40722222222';
const FORMER_BACKEND = fileURLToPath(new URL('support/former-backend.js', import.meta.url));

const noFailure = (error: unknown) => {
  assert.fail(`unexpected failure: ${String(error)}`);
};

/** Every file below a folder with the hash of its content. */
function contents(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  const hashOf = (path: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, path)))
      .digest('hex');
  return new Map(files.map((path) => [path, hashOf(path)]));
}

/** A volume as a former backend leaves it, with accounts that have had conversations. */
async function formerVolume(t: TestContext) {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const sessions = join(folder, 'sessions');
  const accounts = [...ACCOUNTS].map(([accountId, number]) => `${accountId}=${number}`);
  const backend = [FORMER_BACKEND, world.url, world.adminUrl, sessions, CONTACT, ...accounts];
  await promisify(execFile)(process.execPath, backend);
  return { world, folder, sessions };
}

test('accounts of a former backend connect without a QR and go on with their conversations; its files stay as they are', async (t) => {
  const { world, folder, sessions } = await formerVolume(t);
  const before = contents(sessions);

  const bridge = await startBridge(t, { world, folder });
  const events = subscribe(t, bridge);
  for (const [accountId, number] of ACCOUNTS) {
    await bridge.client.connect({ accountId });
    const { event } = await events.next(accountId, 'connectionOpened');
    assert.deepEqual([event.value.newlyPaired, event.value.jid], [false, `${number}@s.whatsapp.net`]);
    await events.next(accountId, 'offlineDrained');

    const id = await world.write(CONTACT, number, 'are you still there?');
    await events.next(accountId, 'inboundMessage', ({ event }) => event.value.key?.id === id);
    // Decrypted by the session of before: it had to be sent once only.
    assert.deepEqual(await world.receiptsOf(CONTACT, id), ['inactive']);
    await bridge.client.send({
      accountId,
      messageId: `3EB0${number}`,
      toJid: `${CONTACT}@s.whatsapp.net`,
      content: { case: 'text', value: { body: 'as ever' } },
    });
    const inbox = await world.inbox(CONTACT, number, 2);
    assert.deepEqual(
      inbox.map(({ text }) => text),
      ['hello', 'as ever'],
    );
  }

  assert.deepEqual(events.of('qrCode'), []);
  assert.deepEqual(events.of('accountError'), []);
  assert.deepEqual(new Map([...contents(sessions)].filter(([path]) => before.has(path))), before);
});

/** A folder of a linked session, made by Baileys without a phone. */
async function linkedFolder(folder: string, keys: SignalDataSet = {}): Promise<void> {
  const { state, saveCreds } = await useMultiFileAuthState(folder);
  state.creds.me = { id: '40712345678:1@s.whatsapp.net', lid: '99:1@lid' };
  state.creds.account = { details: Buffer.from('signed') };
  await saveCreds();
  await state.keys.set({ 'pre-key': { '1': Curve.generateKeyPair() }, ...keys });
}

test('every kind of key is found under its id again', async (t) => {
  const folder = temporaryFolder(t);
  const record = { _sessions: {}, version: 'v1' } as unknown as Uint8Array;
  const keys = {
    'pre-key': { '812': Curve.generateKeyPair() },
    session: { '40712345678.0': record, '99_1.33': record },
    'sender-key': {
      '40711111111-1600000000@g.us::99_1::2': Buffer.from('a'),
      'status@broadcast::40722222222::0': Buffer.from('b'),
    },
    'sender-key-memory': { '120363000000000000@g.us': { '99:1@lid': true } },
    'app-state-sync-key': { 'AA/B+C//D=': { keyData: Buffer.from('k') } },
    'app-state-sync-version': { regular_high: { version: 3, hash: Buffer.from('h'), indexValueMap: {} } },
    'lid-mapping': { '40722222222': '77', '77_reverse': '40722222222' },
    'device-list': { '40722222222': ['0', '1'] },
    tctoken: { __index: { token: Buffer.from('i') }, '77@lid': { token: Buffer.from('t') } },
    'identity-key': { '77_1.0': Buffer.from('identity') },
  };
  await linkedFolder(folder, keys);

  const found = readFormerSession(folder)?.keys ?? [];

  assert.deepEqual(
    found.map(({ type, id }) => `${type} ${id}`).sort(),
    Object.entries(keys)
      .flatMap(([type, entries]) => Object.keys(entries).map((id) => `${type} ${id}`))
      .sort(),
  );
});

for (const [damage, file, left] of [
  ['cut off', 'creds.json', (whole: Buffer) => whole.subarray(0, 200)],
  ['missing', 'creds.json', () => undefined],
  ['without its keys', 'creds.json', () => Buffer.from('{"me":{},"account":{}}')],
  ['empty', 'pre-key-1.json', () => Buffer.alloc(0)],
  ['all zeros', 'pre-key-1.json', (whole: Buffer) => Buffer.alloc(whole.length)],
] as const) {
  test(`a former session whose ${file} is ${damage} is unreadable, and the file is named`, async (t) => {
    const folder = temporaryFolder(t);
    await linkedFolder(folder);
    const path = join(folder, file);
    const bytes = left(readFileSync(path));
    if (bytes === undefined) rmSync(path);
    else writeFileSync(path, bytes);

    assert.throws(
      () => readFormerSession(folder),
      (error) => error instanceof FormerSessionUnreadable && error.message.includes(path),
    );
  });
}

test('a folder that is half-written stops its own account, until that is given up', async (t) => {
  const world = await startWorld(t);
  const folder = temporaryFolder(t);
  const torn = join(folder, 'sessions', 'torn', 'creds.json');
  await linkedFolder(join(folder, 'sessions', 'torn'));
  truncateSync(torn, 200);
  const bytes = readFileSync(torn);
  const bridge = await startBridge(t, { world, folder });
  const events = subscribe(t, bridge);

  const isRefused = (error: unknown) =>
    error instanceof ConnectError && error.code === Code.DataLoss && error.message.includes(torn);
  await assert.rejects(() => bridge.client.connect({ accountId: 'torn' }), isRefused);
  const { event } = await events.next('torn', 'sessionUnreadable');
  assert.ok(event.value.reason.includes(torn));
  await bridge.client.connect({ accountId: 'other' });
  await events.next('other', 'qrCode');
  assert.match(bridge.logs, /a former session cannot be imported/);

  await bridge.client.logOut({ accountId: 'torn', force: true });
  await bridge.client.connect({ accountId: 'torn' });
  await events.next('torn', 'qrCode');
  assert.deepEqual(readFileSync(torn), bytes);
});

test('a former session is imported once, also when its account has been given up since', async (t) => {
  const { authStore, sessionsPath, importAll } = emptyVolume(t);
  await linkedFolder(join(sessionsPath, 'sales'));
  await importAll();
  assert.equal(authStore.summary('sales')?.pairing, 'linked');

  await authStore.delete('sales');
  await importAll();

  assert.equal(authStore.has('sales'), false);
});

test('a former session takes the place of an unfinished pairing, and of nothing that is linked', async (t) => {
  const { authStore, sessionsPath, importAll } = emptyVolume(t);
  const unfinished = await authStore.open('unfinished', noFailure);
  await unfinished.keys.set({ session: { a: Buffer.from('1') } });
  const linked = await authStore.open('linked', noFailure);
  linked.creds.me = { id: '40799999999:1@s.whatsapp.net' };
  linked.creds.account = { details: Buffer.from('signed') };
  await linked.saveCreds();
  for (const accountId of ['unfinished', 'linked']) await linkedFolder(join(sessionsPath, accountId));

  await importAll();

  assert.equal(authStore.summary('unfinished')?.me?.id, '40712345678:1@s.whatsapp.net');
  assert.equal(authStore.summary('linked')?.me?.id, '40799999999:1@s.whatsapp.net');
  const session = await authStore.open('unfinished', noFailure);
  assert.deepEqual(Object.keys(await session.keys.get('session', ['a'])), []);
  assert.deepEqual(Object.keys(await session.keys.get('pre-key', ['1'])), ['1']);
});

test('a folder that no phone was ever linked to is no session', async (t) => {
  const { authStore, sessionsPath, importAll } = emptyVolume(t);
  const { saveCreds } = await useMultiFileAuthState(join(sessionsPath, 'fresh'));
  await saveCreds();

  await importAll();

  assert.equal(authStore.has('fresh'), false);
});

/** A volume on which no bridge has run yet, and what a bridge does first. */
function emptyVolume(t: TestContext) {
  const sessionsPath = temporaryFolder(t);
  const authStore = new AuthStore(temporaryStore(t));
  const log = createLog('silent');
  return { authStore, sessionsPath, importAll: () => importFormerSessions({ sessionsPath, authStore, log }) };
}
