import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { open } from 'lmdb';
import { StoreUnusable, numbersFrom, openStore } from '../src/store.js';
import { VolumeInUse, lockVolume } from '../src/volume-lock.js';
import { temporaryFolder } from './support/bridge.js';

test('each opening of a volume has a number of its own', async (t) => {
  const folder = temporaryFolder(t);

  for (const boot of [1, 2, 3]) {
    const store = openStore(folder);
    assert.equal(store.boot, boot);
    await store.close();
  }
});

test('what is counted after a boot never has a number that was given before it', () => {
  const aBillionLater = numbersFrom({ boot: 1 }) + 1_000_000_000;

  assert.ok(numbersFrom({ boot: 2 }) > aBillionLater);
});

test('a volume of a later layout is refused and left as it is', async (t) => {
  const folder = temporaryFolder(t);
  const later = open({ path: join(folder, 'bridge.lmdb'), maxDbs: 8, encoding: 'binary' });
  await later.put('layout', Buffer.from('2'));
  await later.close();

  assert.throws(() => openStore(folder), /layout 2, this bridge knows layouts up to 1/);

  const again = open({ path: join(folder, 'bridge.lmdb'), maxDbs: 8, encoding: 'binary' });
  assert.equal(String(again.get('layout')), '2');
  assert.equal(again.get('boot'), undefined);
  await again.close();
});

for (const [damage, content] of [
  ['text', Buffer.from('this is no LMDB file'.repeat(1000))],
  ['zeros', Buffer.alloc(32_768)],
  ['a few bytes', Buffer.from('abc')],
] as const) {
  test(`a store that holds ${damage} is refused by name, and left as it is`, (t) => {
    const folder = temporaryFolder(t);
    const path = join(folder, 'bridge.lmdb');
    writeFileSync(path, content);

    assert.throws(
      () => openStore(folder),
      (error) => {
        assert.ok(error instanceof StoreUnusable);
        assert.match(error.message, /bridge\.lmdb cannot be opened: it is no LMDB file/);
        return true;
      },
    );
    assert.deepEqual(readFileSync(path), content);
  });
}

test('a volume is held by one lock at a time', (t) => {
  const folder = temporaryFolder(t);
  const unlock = lockVolume(folder);

  assert.throws(() => lockVolume(folder), VolumeInUse);
  unlock();
  lockVolume(folder)();
});
