import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAccountId } from './account-id.js';
import type { AuthStore } from './auth-store.js';
import { messageOf, unreadableSession } from './errors.js';
import { type FormerSession, readFormerSession } from './former-folder.js';
import type { Logger } from './log.js';

export interface FormerSessionsParts {
  /** Where the former backend kept a folder for each account. */
  readonly sessionsPath: string;
  readonly authStore: AuthStore;
  readonly log: Logger;
}

/**
 * Takes over the sessions that a former backend has left in `{sessions path}/{account id}`, each once in the life of the
 * volume, and leaves the folders as they are. A folder that cannot be read keeps its own account from connecting, and no
 * other.
 *
 * @throws Error when the store cannot be written
 */
export async function importFormerSessions(parts: FormerSessionsParts): Promise<void> {
  const { sessionsPath, authStore } = parts;
  const folders = readdirSync(sessionsPath, { withFileTypes: true })
    .filter((entry) => !entry.isFile() && isAccountId(entry.name))
    .map(({ name }) => name);
  for (const accountId of folders.sort()) {
    if (!authStore.isFormerSettled(accountId))
      await importFrom(join(sessionsPath, accountId), accountId, parts);
  }
}

async function importFrom(
  folder: string,
  accountId: string,
  { authStore, log }: FormerSessionsParts,
): Promise<void> {
  if (authStore.isBeyondPairing(accountId)) {
    await authStore.settleFormer(accountId);
    log.info({ accountId, folder }, 'there is a newer session than that of a former backend');
    return;
  }
  let session: FormerSession | undefined;
  try {
    session = readFormerSession(folder);
  } catch (error) {
    log.error({ accountId, folder, reason: messageOf(error) }, 'a former session cannot be imported');
    authStore.refuse(accountId, unreadableSession(accountId, error));
    return;
  }
  if (session === undefined) return;
  await authStore.importFormer(accountId, session);
  log.info({ accountId, folder, keys: session.keys.length }, 'a former session is imported');
}
