import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { type Store, openStore } from '../../src/store.js';
import { temporaryFolder } from './bridge.js';

/** A store on a volume of its own that ends with the test. */
export function temporaryStore(t: TestContext): Store {
  const store = openStore(join(temporaryFolder(t), 'sessions'));
  t.after(() => store.close());
  return store;
}
