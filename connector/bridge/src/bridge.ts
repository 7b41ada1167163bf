import { guardProcess } from './attribution.js';
import { AuthStore } from './auth-store.js';
import { messageOf } from './errors.js';
import { EventStream } from './event-stream.js';
import { importFormerSessions } from './former-sessions.js';
import { HEARING_LIMITS } from './hearing.js';
import { Inbox } from './inbox.js';
import { Journal } from './journal.js';
import { Lease } from './lease.js';
import type { Logger } from './log.js';
import { silenceConsole } from './quiet.js';
import { SentMessages } from './sent-messages.js';
import { type Server, serve } from './server.js';
import { bridgeService } from './service.js';
import { SessionTransfer } from './session-transfer.js';
import { Sessions } from './sessions.js';
import type { Settings } from './settings.js';
import { watchStalls } from './stalls.js';
import { numbersFrom, openStore } from './store.js';
import { lockVolume } from './volume-lock.js';

const MS_PER_HOUR = 60 * 60 * 1000;
/** How often what has expired is removed. */
const PRUNE_INTERVAL_MS = MS_PER_HOUR;
/** How long calls under way may take to end at shutdown. */
const CALL_GRACE_MS = 1_000;

/** A running bridge. */
export interface Bridge {
  /** Stops serving, closes all sockets without logging out, and puts everything on the disk. */
  stop(): Promise<void>;
}

/** @throws VolumeInUse, StoreUnusable, SocketUnusable */
export async function startBridge(settings: Settings, log: Logger): Promise<Bridge> {
  const restoreConsole = silenceConsole(log);
  const unguard = guardProcess(log);
  const unlock = lockVolume(settings.sessionsPath);
  const store = openStore(settings.sessionsPath);
  const authStore = new AuthStore(store);
  await importFormerSessions({ sessionsPath: settings.sessionsPath, authStore, log });
  const journal: Journal = new Journal(store, (error) => {
    log.fatal({ reason: messageOf(error) }, 'the journal cannot be written; every connection is closed');
    sessions.failAll(error);
  });
  const sent = new SentMessages(store, { ttlMs: settings.sentRetentionHours * MS_PER_HOUR });
  const inbox = new Inbox(store);
  const { queryTimeoutMs } = settings;
  const lease: Lease = new Lease(async () => {
    log.info('the lease is over');
    await sessions.disconnectAll('the lease is over');
  });
  const sessions = new Sessions({
    authStore,
    journal,
    inbox,
    sent,
    transfer: new SessionTransfer(store, journal),
    queryTimeoutMs,
    hearing: HEARING_LIMITS,
    mayWrite: () => lease.isHeld,
    probeVolume: () => store.probe(),
    firstConnection: numbersFrom(store),
    log,
  });
  const events = new EventStream(journal);
  const prune = () => {
    Promise.all([sent.prune(), sessions.prune()]).catch((error: unknown) => {
      log.warn({ reason: messageOf(error) }, 'what has expired could not be removed');
    });
  };
  prune();
  const pruning = setInterval(prune, PRUNE_INTERVAL_MS);
  const unwatchStalls = watchStalls((stalledMs) => {
    log.warn({ stalledMs }, 'the process stood still');
  });
  const release = async () => {
    clearInterval(pruning);
    unwatchStalls();
    await store.close();
    unlock();
    unguard();
    restoreConsole();
  };
  let server: Server;
  try {
    server = await serve(
      settings.socketPath,
      bridgeService({
        sessions,
        journal,
        events,
        lease,
        store,
        log,
      }),
    );
  } catch (error) {
    await release();
    throw error;
  }
  return {
    stop: async () => {
      await sessions.close();
      lease.stop();
      events.close();
      await server.close(CALL_GRACE_MS);
      await store.flushed();
      await release();
    },
  };
}
