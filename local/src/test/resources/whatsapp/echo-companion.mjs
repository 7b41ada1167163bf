// An unmodified Baileys with its state in memory: shows QR codes, reconnects, answers every text with an echo.
import process from 'node:process';
import { createInterface } from 'node:readline';
import { initAuthCreds, makeWASocket } from '@whiskeysockets/baileys';

const silent = { level: 'silent', child: () => silent };
for (const level of ['trace', 'debug', 'info', 'warn', 'error']) silent[level] = () => undefined;
// libsignal prints keys there.
globalThis.console.info = () => undefined;

const values = new Map();
const creds = initAuthCreds();
const keys = {
  get: (kind, ids) =>
    Object.fromEntries(ids.map((id) => [id, values.get(`${kind} ${id}`)]).filter(([, value]) => value)),
  set: (data) => {
    for (const [kind, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) values.set(`${kind} ${id}`, value);
    }
  },
};

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

function connect() {
  const socket = makeWASocket({ auth: { creds, keys }, logger: silent, emitOwnEvents: false });
  socket.ev.on('creds.update', (update) => Object.assign(creds, update));
  socket.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
    if (qr) tell({ qr });
    if (connection === 'open') tell({ open: creds.me.id });
    if (connection === 'close') {
      const code = lastDisconnect?.error?.output?.statusCode;
      tell({ closed: code });
      if (code !== 401) connect();
    }
  });
  socket.ev.on('messages.upsert', ({ messages }) => {
    for (const { key, message } of messages) {
      const text = message?.conversation ?? message?.extendedTextMessage?.text;
      if (!key.fromMe && text) void socket.sendMessage(key.remoteJid, { text: `echo: ${text}` });
    }
  });
}

createInterface({ input: process.stdin }).on('close', () => process.exit(0));
connect();
