#!/usr/bin/env node
import { startBridge } from './bridge.js';
import { messageOf } from './errors.js';
import { type Logger, createLog } from './log.js';
import { type Settings, readSettings } from './settings.js';

/** A shutdown that hangs must not outlast this; what is journalled is on the disk already. */
const SHUTDOWN_LIMIT_MS = 5_000;

async function main(): Promise<void> {
  // The volume holds private keys: whatever is created there is for this user alone.
  process.umask(0o077);
  let settings: Settings;
  try {
    settings = readSettings(process.env);
  } catch (error) {
    createLog('info').fatal(messageOf(error));
    process.exitCode = 1;
    return;
  }
  const log = createLog(settings.logLevel);
  const stopping = stopRequest(settings, log);
  try {
    const bridge = await startBridge(settings, log);
    log.info({ socket: settings.socketPath }, 'listening');
    log.info({ reason: await stopping }, 'shutting down');
    setTimeout(() => {
      log.error('the shutdown takes too long; leaving');
      process.exit(1);
    }, SHUTDOWN_LIMIT_MS).unref();
    await bridge.stop();
    log.info('stopped');
    process.exit(0);
  } catch (error) {
    log.fatal(messageOf(error));
    process.exit(1);
  }
}

/** Settles once, with the reason, when the bridge is to stop. */
function stopRequest({ exitWithParent }: Settings, log: Logger): Promise<string> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // Stays, so that a second signal does not kill the shutdown under way.
      process.on(signal, () => {
        log.debug({ signal }, 'signal');
        // Ctrl-C in a terminal reaches parent and child alike; the parent stops its child last.
        if (signal === 'SIGTERM' || !exitWithParent) resolve(signal);
      });
    }
    if (!exitWithParent) return;
    const onEnd = () => {
      resolve('the parent process is gone');
    };
    process.stdin.once('end', onEnd).once('close', onEnd).once('error', onEnd).resume();
  });
}

await main();
