import { closeSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** The part of fs-native-extensions (which has no types) that is used here. */
interface NativeLocks {
  /** A non-blocking exclusive lock on the whole open file; false when another process has it. */
  tryLock(fd: number): boolean;
}

// An open-file-description lock (fcntl F_OFD_SETLK) on Linux: the kernel drops it when the process is gone,
// however it went, and it works on NFS, where flock does not always reach the server.
const locks = createRequire(import.meta.url)('fs-native-extensions') as NativeLocks;

/** Two bridges on one volume would use the same sessions at once, and LMDB itself would let them. */
export class VolumeInUse extends Error {
  override readonly name = 'VolumeInUse';

  constructor(sessionsPath: string, owner: string) {
    super(
      `SESSIONS_PATH "${sessionsPath}" is in use by another bridge (${owner || 'unknown process'}): ` +
        'one volume serves one bridge at a time; stop the other one or choose another folder',
    );
  }
}

/**
 * Takes the volume for this process.
 *
 * @returns what gives it back; the end of the process does so too
 * @throws VolumeInUse when another process has it
 */
export function lockVolume(sessionsPath: string): () => void {
  mkdirSync(sessionsPath, { recursive: true, mode: 0o700 });
  const path = join(sessionsPath, 'bridge.lock');
  const fd = openSync(path, 'a+', 0o600);
  if (!locks.tryLock(fd)) {
    const owner = readFileSync(path, 'utf8').trim();
    closeSync(fd);
    throw new VolumeInUse(sessionsPath, owner);
  }
  // Only for the reader of the message above; the lock itself is the kernel's.
  ftruncateSync(fd);
  writeSync(fd, `pid ${process.pid}\n`);
  return () => {
    closeSync(fd);
  };
}
