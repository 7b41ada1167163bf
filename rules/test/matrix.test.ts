import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import {
  assertFails,
  assertSucceeds,
  initializeTestEnvironment,
  type RulesTestEnvironment,
} from '@firebase/rules-unit-testing';
import { setLogLevel } from 'firebase/firestore';
import { LISTS, PLACES, ROLES, type Database, type Role } from './cells.js';

/** Every role at every document by every operation: what is not named in `cells.ts` as allowed has to fail. */

let environment: RulesTestEnvironment;

before(async () => {
  // Each refusal is logged as an error otherwise.
  setLogLevel('silent');
  const [host, port] = (process.env.FIRESTORE_EMULATOR_HOST ?? '').split(':');
  if (host === undefined || port === undefined) {
    throw new Error('FIRESTORE_EMULATOR_HOST has to name an emulator, such as 127.0.0.1:8080');
  }
  environment = await initializeTestEnvironment({
    projectId: 'demo-rules',
    firestore: {
      host,
      port: Number(port),
      rules: readFileSync(new URL('../../../firestore.rules', import.meta.url), 'utf8'),
    },
  });
  await environment.withSecurityRulesDisabled(async (context) => {
    for (const place of PLACES) {
      await context
        .firestore()
        .doc(place.path)
        .set(place.fields ?? { text: 'present' });
    }
  });
});

after(async () => {
  await environment.cleanup();
});

/** One client for each role: each has a connection of its own. */
const databases = new Map<Role, Database>();

function database(role: Role): Database {
  const opened = databases.get(role);
  if (opened !== undefined) return opened;
  const context =
    role.uid === undefined
      ? environment.unauthenticatedContext()
      : environment.authenticatedContext(role.uid, role.claims);
  const database = context.firestore();
  databases.set(role, database);
  return database;
}

async function expectThat(allowed: boolean, operation: Promise<unknown>): Promise<void> {
  await (allowed ? assertSucceeds(operation) : assertFails(operation));
}

for (const role of ROLES) {
  describe(role.name, () => {
    for (const place of PLACES) {
      const allowed = place.readers.includes(role.name);
      test(`${allowed ? 'reads' : 'does not read'} ${place.path}`, async () => {
        await expectThat(allowed, database(role).doc(place.path).get());
      });
      test(`does not change ${place.path}`, async () => {
        await assertFails(database(role).doc(place.path).update({ text: 'changed' }));
      });
      test(`does not replace ${place.path}`, async () => {
        await assertFails(database(role).doc(place.path).set({ text: 'replaced' }));
      });
      test(`does not delete ${place.path}`, async () => {
        await assertFails(database(role).doc(place.path).delete());
      });
      test(`does not create a document beside ${place.path}`, async () => {
        await assertFails(
          database(role)
            .doc(`${place.path}-new`)
            .set({ ...place.fields, senderUid: role.uid ?? 'nobody' }),
        );
      });
    }
    for (const list of LISTS) {
      const allowed = list.readers.includes(role.name);
      test(`${allowed ? 'lists' : 'does not list'} ${list.name}`, async () => {
        await expectThat(allowed, list.query(database(role), role.uid ?? 'nobody').get());
      });
    }
  });
}
