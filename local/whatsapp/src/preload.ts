/**
 * `node --import …/preload.js app.js` with WHATSAPP_LOOPBACK_URL set: the unmodified Baileys of the app then
 * talks to that loopback server. Stops the process when the address is missing or not loopback.
 */
import { loopbackUrl, URL_VARIABLE } from './loopback-url.js';

// Checked before Baileys is loaded, which takes most of a second.
const { href } = loopbackUrl(process.env[URL_VARIABLE]);
const { trustLoopback } = await import('./trust.js');
trustLoopback(href);
