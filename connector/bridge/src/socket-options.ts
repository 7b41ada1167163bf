import type { Agent } from 'node:https';
import {
  Browsers,
  DEFAULT_CONNECTION_CONFIG,
  type GroupMetadata,
  type UserFacingSocketConfig,
  type proto,
} from '@whiskeysockets/baileys';
import type { AccountCaches } from './account-caches.js';
import type { AuthSession } from './auth-store.js';
import type { Logger } from './log.js';
import type { ProxyAgent } from './proxy.js';
import { ProxyDownloads } from './proxy-downloads.js';
import { baileysLogger } from './quiet.js';
import type { SharedKeys } from './signal-keys.js';
import { type Decrypted, signalRepository } from './signal-repository.js';

/** What a socket needs from its connection. */
export interface SocketParts {
  readonly auth: AuthSession;
  readonly keys: SharedKeys;
  readonly decrypted: Decrypted;
  readonly caches: AccountCaches;
  readonly log: Logger;
  /** How long a query may go unanswered, in ms. */
  readonly queryTimeoutMs: number;
  /** Whether anything may be written to WhatsApp now. */
  readonly mayWrite: () => boolean;
  readonly getMessage: (messageId: string) => proto.IMessage | undefined;
  readonly groupMetadata: (jid: string) => Promise<GroupMetadata | undefined>;
  /** Opens the connections, where they do not go straight to WhatsApp. */
  readonly agent: ProxyAgent | undefined;
}

/** The options for `makeWASocket`; what is not named stays at Baileys' default. */
export function socketOptions(parts: SocketParts): UserFacingSocketConfig {
  const { auth, keys, decrypted, caches, log, queryTimeoutMs, getMessage, groupMetadata } = parts;
  return {
    auth: { creds: auth.creds, keys: { get: keys.get, set: keys.set } },
    makeSignalRepository: signalRepository({ keys, decrypted }),
    logger: baileysLogger(log),
    // That of the pinned package. Fetching the newest at each connect makes every restart a gamble.
    version: DEFAULT_CONNECTION_CONFIG.version,
    // Shown on the phone under "Linked devices": it must not change between releases.
    browser: Browsers.ubuntu('Chrome'),
    defaultQueryTimeoutMs: queryTimeoutMs,
    // The phone goes on ringing: an online companion takes its push notifications away.
    markOnlineOnConnect: false,
    syncFullHistory: false,
    // With any kind of history Baileys holds the first events of a new device back for up to 20 s.
    shouldSyncHistoryMessage: () => false,
    // An own echo would absorb a quick receipt in the event buffer.
    emitOwnEvents: false,
    generateHighQualityLinkPreview: false,
    getMessage: (key) => Promise.resolve(key.id ? getMessage(key.id) : undefined),
    msgRetryCounterCache: caches.retries,
    userDevicesCache: caches.devices.cache,
    cachedGroupMetadata: groupMetadata,
    ...(parts.agent && through(parts.agent)),
  };
}

/** The WebSocket, uploads and downloads each take a proxy in a way of their own. */
function through(agent: ProxyAgent): Partial<UserFacingSocketConfig> {
  const dispatcher: unknown = new ProxyDownloads(agent);
  // Baileys asks for the Agent of node:https; this one serves both protocols.
  const either: unknown = agent;
  return { agent: either as Agent, fetchAgent: either as Agent, options: { dispatcher } as RequestInit };
}
