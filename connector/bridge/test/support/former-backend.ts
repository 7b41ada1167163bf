// A former backend: the unmodified Baileys with its own multi-file store, and nothing else. Links accounts, has each of
// them write to a contact and hear from it, and ends, leaving a folder for each account:
//   node former-backend.js WHATSAPP_URL ADMIN_URL SESSIONS_PATH CONTACT ACCOUNT_ID=NUMBER...
// A program, because Baileys' timers outlive its sockets.
import { join } from 'node:path';
import {
  DisconnectReason,
  type SignalKeyStore,
  type WASocket,
  makeWASocket,
  useMultiFileAuthState,
} from '@whiskeysockets/baileys';
import { trustLoopback } from '@whatsapp-connector/whatsapp-loopback';
import { createLog } from '../../src/log.js';
import { baileysLogger } from '../../src/quiet.js';
import { World } from './loopback.js';

const [whatsappUrl = '', adminUrl = '', sessionsPath = '', contact = '', ...accounts] = process.argv.slice(2);
const world = new World(whatsappUrl, adminUrl);
const writes = new Set<Promise<unknown>>();

async function written(write: Promise<unknown>): Promise<void> {
  writes.add(write);
  await write;
  writes.delete(write);
}

/** Opens a socket, and settles with it when it is logged in; undefined when WhatsApp wants another one. */
async function connect(folder: string, number: string): Promise<WASocket | undefined> {
  const { state, saveCreds } = await useMultiFileAuthState(folder);
  const keys: SignalKeyStore = {
    get: (type, ids) => state.keys.get(type, ids),
    set: (data) => written(Promise.resolve(state.keys.set(data))),
  };
  const sock = makeWASocket({
    auth: { creds: state.creds, keys },
    logger: baileysLogger(createLog('silent')),
  });
  sock.ev.on('creds.update', () => void written(saveCreds()));
  return new Promise((resolve, reject) => {
    sock.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
      if (qr !== undefined) world.scan(number, qr).catch(reject);
      if (connection === 'open') resolve(sock);
      if (connection !== 'close') return;
      const error = lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
      const code = error?.output?.statusCode;
      if (code === DisconnectReason.restartRequired) resolve(undefined);
      else reject(new Error(`${number} is closed with ${code}`));
    });
  });
}

async function converse(sock: WASocket, number: string): Promise<void> {
  const heard = new Promise<void>((resolve) => {
    sock.ev.on('messages.upsert', ({ messages }) => {
      if (messages.some(({ message }) => message?.conversation === 'hello back')) resolve();
    });
  });
  await sock.sendMessage(`${contact}@s.whatsapp.net`, { text: 'hello' });
  await world.inbox(contact, number, 1);
  await world.write(contact, number, 'hello back');
  await heard;
}

trustLoopback(whatsappUrl);
for (const account of accounts) {
  const [accountId = '', number = ''] = account.split('=');
  const folder = join(sessionsPath, accountId);
  const sock = (await connect(folder, number)) ?? (await connect(folder, number));
  if (sock === undefined) throw new Error('WhatsApp wants one socket after the other');
  await converse(sock, number);
  await sock.end(undefined);
  while (writes.size > 0) await Promise.all([...writes]);
}
process.exit(0);
