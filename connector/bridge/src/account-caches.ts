import type { GroupMetadata, UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { Devices } from './devices.js';
import { ExpiringMap } from './expiring-map.js';

type RetryCache = NonNullable<UserFacingSocketConfig['msgRetryCounterCache']>;

/** Baileys' own default (DEFAULT_CACHE_TTLS.MSG_RETRY). */
const RETRY_TTL_MS = 60 * 60 * 1000;
/** A group's participants are told of by notifications while we are online; this bounds what was missed. */
const GROUP_TTL_MS = 5 * 60 * 1000;

/** What an account remembers from one socket to the next. */
export class AccountCaches {
  readonly devices = new Devices();
  readonly groups = new ExpiringMap<GroupMetadata>(GROUP_TTL_MS, 1_000);
  readonly #retries = new ExpiringMap<unknown>(RETRY_TTL_MS, 10_000);

  /** How often a message has been asked for again; outside the socket, so that a reconnect does not reset it. */
  readonly retries: RetryCache = {
    get: (key) => this.#retries.get(key) as never,
    set: (key, value) => {
      this.#retries.set(key, value);
    },
    del: (key) => {
      this.#retries.delete(key);
    },
    flushAll: () => {
      this.#retries.clear();
    },
  };
}
