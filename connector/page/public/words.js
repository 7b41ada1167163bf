/** How states, times and numbers are said. Pure. */

/** @typedef {import('../types.d.ts').Account} Account */
/** @typedef {import('../types.d.ts').Fleet} Fleet */

/** By rank: what asks most for a person comes first. */
const STATES = {
  degraded: { kind: 'degraded', word: 'Degraded', rank: 0 },
  disconnected: { kind: 'disconnected', word: 'Disconnected', rank: 1 },
  unlinked: { kind: 'unlinked', word: 'Needs linking', rank: 2 },
  connecting: { kind: 'connecting', word: 'Connecting', rank: 3 },
  connected: { kind: 'connected', word: 'Connected', rank: 4 },
};

/** @param {Account} account */
export function stateOf(account) {
  if (account.degraded) {
    return STATES.degraded;
  }
  if (account.status === 'connected') {
    return STATES.connected;
  }
  if (account.needsQr || account.status === 'qr_ready') {
    return STATES.unlinked;
  }
  return account.status === 'connecting' ? STATES.connecting : STATES.disconnected;
}

/**
 * Where on the page the account is.
 *
 * @param {{ accountId: string }} account
 */
export function addressOf(account) {
  return `#/accounts/${encodeURIComponent(account.accountId)}`;
}

/**
 * Those that ask for a person first, then by name.
 *
 * @param {Account[]} accounts
 */
export function inOrder(accounts) {
  return accounts.toSorted(
    (a, b) =>
      stateOf(a).rank - stateOf(b).rank ||
      a.name.localeCompare(b.name) ||
      a.accountId.localeCompare(b.accountId),
  );
}

/**
 * Why the account is as it is, and what to do about it; empty where nothing is to be said.
 *
 * @param {Account} account
 */
export function explanation(account) {
  switch (stateOf(account).kind) {
    case 'degraded': {
      const since = account.degradedSince ? ` since ${clockTime(account.degradedSince)}` : '';
      const where = account.heldBy ? ` Look at ${account.heldBy}, which held it last.` : '';
      return `It has not been seen${since}: its connector is down, or cut off from WhatsApp.${where}`;
    }
    case 'disconnected':
      return account.reason ? `${withoutNumbers(account.reason)}.` : 'No connector has connected it yet.';
    case 'unlinked':
      return 'A phone has to be linked before it can send and receive.';
    default:
      return '';
  }
}

/**
 * Milliseconds between a time of the connector's and now, whatever the clock of this device says.
 *
 * @param {string} time
 * @param {number} clockAhead of this device, before the connector's
 */
function age(time, clockAhead) {
  return Math.max(0, Date.now() - clockAhead - Date.parse(time));
}

/**
 * @param {string | undefined} time
 * @param {number} clockAhead
 */
export function since(time, clockAhead) {
  return time ? duration(age(time, clockAhead)) : '–';
}

/**
 * When WhatsApp was last heard on it. What is connected and not degraded was heard within the minute.
 *
 * @param {Account} account
 * @param {number} clockAhead
 */
export function lastSeen(account, clockAhead) {
  if (account.status === 'connected' && !account.degraded) {
    return 'now';
  }
  return account.lastSeenAt ? `${duration(age(account.lastSeenAt, clockAhead))} ago` : 'never';
}

/**
 * The longest that any message has waited, of all these.
 *
 * @param {Account[]} accounts
 */
export function earliestWaiting(accounts) {
  return accounts
    .map((account) => account.queue?.waitingSince)
    .filter((time) => time !== undefined)
    .sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

const UNITS = /** @type {const} */ ([
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['min', 60_000],
]);

/** @param {number} milliseconds */
export function duration(milliseconds) {
  for (const [unit, length] of UNITS) {
    if (milliseconds >= length) {
      return `${Math.floor(milliseconds / length)} ${unit}`;
    }
  }
  return `${Math.floor(milliseconds / 1000)} s`;
}

/** @param {string} time */
export function clockTime(time) {
  return new Date(time).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' });
}

/**
 * A number once it is known.
 *
 * @param {number | undefined} count
 */
export function number(count) {
  return count === undefined ? '…' : String(count);
}

/**
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export function plural(count, one, many) {
  return `${count} ${count === 1 ? one : many}`;
}

/**
 * A text of somebody else's, with every phone number in it masked as the connector masks them.
 *
 * @param {string} text
 */
export function withoutNumbers(text) {
  return text.replace(/\+?\d{7,}/g, (found) => {
    const digits = found.replace('+', '');
    return `+${digits.slice(0, 3)}****${digits.slice(-2)}`;
  });
}

/**
 * The recipient in the id of a thread, masked.
 *
 * @param {string} threadId
 * @param {string} accountId
 */
export function recipient(threadId, accountId) {
  const chat = threadId.startsWith(accountId)
    ? threadId.slice(accountId.length).replace(/^_+/, '')
    : threadId;
  const [user = '', server = ''] = chat.split('@');
  return server === 'g.us' ? `group ${withoutNumbers(user)}` : withoutNumbers(user);
}
