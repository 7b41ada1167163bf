import { AsyncLocalStorage } from 'node:async_hooks';
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import { queryFailed } from './errors.js';
import { ExpiringMap } from './expiring-map.js';

/** The cache interface that Baileys asks for. */
type UserDevicesCache = NonNullable<UserFacingSocketConfig['userDevicesCache']>;

/** How long a contact's device list is believed; Baileys' own default (DEFAULT_CACHE_TTLS.USER_DEVICES). */
const TTL_MS = 5 * 60 * 1000;
const MAX_USERS = 10_000;

/** What one look-up found: user (the part of a jid before the @) → the devices as Baileys keeps them. */
export type DeviceLists = ReadonlyMap<string, readonly unknown[]>;

interface Lookup {
  readonly found: Map<string, readonly unknown[]>;
  missed: boolean;
  answered: boolean;
}

type Scope = { readonly lookup: Lookup } | { readonly sendTo: DeviceLists };

/** One for all accounts: on Node 20 every promise of the process pays for each AsyncLocalStorage in use. */
const scopes = new AsyncLocalStorage<Scope>();

/**
 * The contacts' devices, as a cache that Baileys fills and asks, kept across the account's sockets.
 *
 * It also closes a hole: when the server does not answer Baileys' device query in time, Baileys takes that
 * for "no devices" and writes the message to nobody. So a send looks the devices up first, by Baileys' own
 * function and this cache, where an unanswered query can be told from an empty answer; while the message is
 * written the cache answers from what that look-up found, so that Baileys asks nothing again.
 */
export class Devices {
  readonly #known = new ExpiringMap<readonly unknown[]>(TTL_MS, MAX_USERS);

  /** The object to give to Baileys. */
  readonly cache: UserDevicesCache = {
    get: (user) => this.#known.get(user) as never,
    set: (user, value) => {
      this.#known.set(user, value as readonly unknown[]);
    },
    del: (user) => {
      this.#known.delete(user);
    },
    flushAll: () => {
      this.#known.clear();
    },
    mget: <T>(users: string[]) => Promise.resolve(this.#mget(users) as Record<string, T | undefined>),
    mset: (entries) => {
      this.#mset(entries as { key: string; value: readonly unknown[] }[]);
    },
  };

  /**
   * Runs Baileys' device look-up.
   *
   * @throws BridgeError UNAVAILABLE when the server did not answer
   */
  async lookUp(query: () => Promise<unknown>): Promise<DeviceLists> {
    const lookup: Lookup = { found: new Map(), missed: false, answered: false };
    await scopes.run({ lookup }, query);
    if (lookup.missed && !lookup.answered) {
      throw queryFailed("WhatsApp has not answered the query for the recipient's devices");
    }
    return lookup.found;
  }

  /** Runs a send that finds exactly these devices. */
  async sendTo<T>(devices: DeviceLists, send: () => Promise<T>): Promise<T> {
    return scopes.run({ sendTo: devices }, send);
  }

  #mget(users: readonly string[]): Record<string, readonly unknown[] | undefined> {
    const scope = scopes.getStore();
    if (scope !== undefined && 'sendTo' in scope) {
      // An empty list is an answer: this user was asked for a moment ago and has no device.
      return Object.fromEntries(users.map((user) => [user, scope.sendTo.get(user) ?? []]));
    }
    const result: Record<string, readonly unknown[] | undefined> = {};
    for (const user of users) {
      const devices = this.#known.get(user);
      result[user] = devices;
      if (scope === undefined) continue;
      if (devices === undefined) scope.lookup.missed = true;
      else scope.lookup.found.set(user, devices);
    }
    return result;
  }

  #mset(entries: readonly { key: string; value: readonly unknown[] }[]): void {
    const scope = scopes.getStore();
    // Baileys stores, be it nothing, whenever the server has answered, and only then.
    if (scope !== undefined && 'lookup' in scope) scope.lookup.answered = true;
    for (const { key, value } of entries) {
      this.#known.set(key, value);
      if (scope !== undefined && 'lookup' in scope) scope.lookup.found.set(key, value);
    }
  }
}
