// Baileys and nothing else, as the yardstick for sending: sockets in one process, keys in memory. Links them at the loopback
// server's admin API, sends to the same contacts as the product under the same load, and counts the server's
// acknowledgements.
//   node bare-baileys.js ADMIN_URL ACCOUNT_PREFIX ACCOUNTS CONTACT_PREFIX CONTACTS WARM_UP_SECONDS SECONDS
// One JSON object a line: {"event":"measuring"} and {"event":"measured","messages","seconds"}.
import { DisconnectReason, initAuthCreds, makeWASocket } from '@whiskeysockets/baileys';

const [adminUrl, accountPrefix, accounts, contactPrefix, contacts, warmUp, seconds] = process.argv.slice(2);
const TEXT = 'Your parcel has left our warehouse and will be with you tomorrow, ';

// libsignal prints private keys.
for (const name of ['debug', 'log', 'info', 'warn', 'error']) console[name] = () => {};
const silent = { level: 'silent', child: () => silent };
for (const name of ['trace', 'debug', 'info', 'warn', 'error']) silent[name] = () => {};

class MemoryKeys {
  #values = new Map();

  get(type, ids) {
    const found = {};
    for (const id of ids) {
      const value = this.#values.get(`${type} ${id}`);
      if (value !== undefined) found[id] = value;
    }
    return found;
  }

  set(data) {
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries)) {
        if (value === null) this.#values.delete(`${type} ${id}`);
        else this.#values.set(`${type} ${id}`, value);
      }
    }
  }
}

/** Links an account and logs in; settles with a socket that is open. */
async function connect(number, auth) {
  for (;;) {
    const sock = makeWASocket({
      auth,
      logger: silent,
      markOnlineOnConnect: false,
      syncFullHistory: false,
      shouldSyncHistoryMessage: () => false,
      emitOwnEvents: false,
      generateHighQualityLinkPreview: false,
      getMessage: async () => undefined,
    });
    let scanned = false;
    const open = await new Promise((resolve, reject) => {
      sock.ev.on('creds.update', (update) => Object.assign(auth.creds, update));
      sock.ev.on('connection.update', ({ connection, qr, lastDisconnect }) => {
        if (connection === 'open') resolve(true);
        if (connection === 'close') {
          const restart = lastDisconnect?.error?.output?.statusCode === DisconnectReason.restartRequired;
          if (restart) resolve(false);
          else reject(lastDisconnect?.error ?? new Error('closed'));
        }
        if (qr !== undefined && !scanned) {
          scanned = true;
          scan(number, qr).catch(reject);
        }
      });
    });
    if (open) return sock;
  }
}

async function scan(number, qr) {
  const response = await fetch(`${adminUrl}/phones/${number}/scan`, {
    method: 'POST',
    body: JSON.stringify({ qr }),
  });
  if (!response.ok) throw new Error(await response.text());
}

function numbers(prefix, count) {
  return Array.from({ length: Number(count) }, (_, index) => prefix + String(index).padStart(4, '0'));
}

let acknowledged = 0;
let stopping = false;

/** In each chat one message after the other, as the product keeps the order of a thread. */
async function converse(sock, waiting, contact) {
  for (let i = 0; !stopping; i++) {
    const { key } = await sock.sendMessage(`${contact}@s.whatsapp.net`, { text: TEXT + i, linkPreview: null });
    if (waiting.get(key.id) !== 'acknowledged') await new Promise((resolve) => waiting.set(key.id, resolve));
    waiting.delete(key.id);
    acknowledged++;
  }
}

async function run(sock) {
  const waiting = new Map();
  sock.ws.on('CB:ack,class:message', ({ attrs: { id } }) => {
    const resolve = waiting.get(id);
    if (resolve === undefined) waiting.set(id, 'acknowledged');
    else resolve();
  });
  await Promise.all(numbers(contactPrefix, contacts).map((contact) => converse(sock, waiting, contact)));
}

const say = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const pause = (s) => new Promise((resolve) => setTimeout(resolve, s * 1000));

const socks = [];
for (const number of numbers(accountPrefix, accounts)) {
  socks.push(await connect(number, { creds: initAuthCreds(), keys: new MemoryKeys() }));
}
const runs = Promise.all(socks.map(run));
runs.catch((error) => {
  say({ event: 'failed', message: String(error) });
  process.exit(1);
});
await pause(Number(warmUp));
const before = acknowledged;
const start = performance.now();
say({ event: 'measuring' });
await pause(Number(seconds));
say({ event: 'measured', messages: acknowledged - before, seconds: (performance.now() - start) / 1000 });
stopping = true;
// Whoever measures this process reads its figures before it ends it.
process.stdin.resume().on('end', () => process.exit(0));
