// Installs the npm workspaces' dependencies exactly as locked, unless they are there already.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const stamp = 'node_modules/.installed-from';
const locked = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex');
const installed = existsSync(stamp) ? readFileSync(stamp, 'utf8') : '';

if (installed !== locked) {
  execFileSync('npm', ['ci', '--no-progress'], { stdio: 'inherit' });
  writeFileSync(stamp, locked);
}
