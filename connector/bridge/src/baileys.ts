/** The Baileys of a bundled bridge, for a preload that sets its defaults. */
export { DEFAULT_CONNECTION_CONFIG, WA_CERT_DETAILS } from '@whiskeysockets/baileys';
