/**
 * `node --import …/preload.js app.js` with WHATSAPP_LOOPBACK_URL set: the unmodified Baileys of the app then
 * talks to that loopback server. Stops the process when the address is missing or not loopback.
 */
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loopbackUrl, URL_VARIABLE } from './loopback-url.js';
import { type Defaults, trustTestRoot } from './test-root.js';

// Checked before Baileys is loaded, which takes most of a second.
const { href } = loopbackUrl(process.env[URL_VARIABLE]);
trustTestRoot((await import(baileysOf(process.argv[1] ?? ''))) as Defaults, href);

/**
 * The module through which a program has Baileys. A bundle that does not show its own must not start: it would reach the real
 * WhatsApp.
 */
function baileysOf(program: string): string {
  const folder = dirname(program);
  return basename(folder) === 'bundle'
    ? pathToFileURL(join(folder, 'baileys.js')).href
    : '@whiskeysockets/baileys';
}
