/** All accounts at a glance. */
import { addAccount } from './add-account.js';
import { element, list, say } from './dom.js';
import { addressOf, earliestWaiting, inOrder, lastSeen, number, plural, since, stateOf } from './words.js';

/** @typedef {import('../types.d.ts').Account} Account */
/** @typedef {import('../types.d.ts').Fleet} Fleet */

const COLUMNS = ['Account', 'State', 'Last seen', 'Queue', 'Lag', 'Failed', 'Held by'];

/** @returns {{ node: HTMLElement, update: (account: Account) => void }} */
export function stateBadge() {
  const node = element('span', { class: 'state' });
  return {
    node,
    update: (account) => {
      const { kind, word } = stateOf(account);
      node.dataset['kind'] = kind;
      say(node, word);
    },
  };
}

/**
 * One account's row; on a phone, its card.
 *
 * @param {() => number} clockAhead
 */
function row(clockAhead) {
  const link = element('a', {});
  const phone = element('span', { class: 'phone' });
  const badge = stateBadge();
  const cells = COLUMNS.slice(2).map((column) => element('td', { role: 'cell', 'data-label': column }));
  const node = element(
    'tr',
    { role: 'row' },
    element('th', { scope: 'row', role: 'rowheader' }, link, phone),
    element('td', { role: 'cell', class: 'of-state' }, badge.node),
    ...cells,
  );
  return {
    node,
    /** @param {Account} account */
    update: (account) => {
      link.href = addressOf(account);
      say(link, account.name);
      say(phone, account.phone ?? account.accountId);
      badge.update(account);
      const texts = [
        lastSeen(account, clockAhead()),
        number(account.queue?.waiting),
        since(account.queue?.waitingSince, clockAhead()),
        number(account.queue?.failed),
        account.heldBy ?? '–',
      ];
      cells.forEach((cell, i) => say(cell, texts[i] ?? ''));
      cells[3]?.classList.toggle('bad', (account.queue?.failed ?? 0) > 0);
    },
  };
}

/** The whole fleet in five numbers. */
function summary() {
  const values = ['Connected', 'Need attention', 'Queue', 'Longest lag', 'Failed'].map((label) => {
    const value = element('dd', {});
    return { value, node: element('div', {}, element('dt', {}, label), value) };
  });
  return {
    node: element('dl', { class: 'summary' }, ...values.map(({ node }) => node)),
    /**
     * @param {Account[]} accounts
     * @param {number} clockAhead
     */
    update: (accounts, clockAhead) => {
      /** @param {'waiting' | 'failed'} what */
      const sum = (what) =>
        accounts.some((account) => account.queue)
          ? accounts.reduce((total, account) => total + (account.queue?.[what] ?? 0), 0)
          : undefined;
      const connected = accounts.filter((account) => stateOf(account).kind === 'connected').length;
      const attention = accounts.filter((account) => stateOf(account).rank < 3).length;
      const texts = [
        `${connected} of ${accounts.length}`,
        String(attention),
        number(sum('waiting')),
        since(earliestWaiting(accounts), clockAhead),
        number(sum('failed')),
      ];
      values.forEach(({ value }, i) => say(value, texts[i] ?? ''));
      values[1]?.value.classList.toggle('warn', attention > 0);
      values[4]?.value.classList.toggle('bad', (sum('failed') ?? 0) > 0);
    },
  };
}

function emptyFleet() {
  const what = element('p', {});
  return {
    node: element('div', { class: 'card empty' }, element('h2', {}, 'No account yet'), what),
    /** @param {boolean} mayAdd */
    update: (mayAdd) =>
      say(
        what,
        mayAdd
          ? 'Add the first one with its name and phone number, then link its phone by the QR code that appears.' +
              ' On Kubernetes, apply a WhatsAppAccount with kubectl instead.'
          : 'A super-admin adds accounts: here, or on Kubernetes by applying a WhatsAppAccount.',
      ),
  };
}

/** @returns {import('../types.d.ts').View} */
export function fleetView() {
  let ahead = 0;
  const numbers = summary();
  const empty = emptyFleet();
  const body = element('tbody', { role: 'rowgroup' });
  const rows = list(
    body,
    (/** @type {Account} */ account) => account.accountId,
    () => row(() => ahead),
  );
  const count = element('span', { class: 'count' });
  const adding = addAccount();
  const table = element(
    'table',
    { role: 'table', 'aria-label': 'Accounts', class: 'fleet' },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        ...COLUMNS.map((column) => element('th', { scope: 'col', role: 'columnheader' }, column)),
      ),
    ),
    body,
  );
  const shown = element('div', { hidden: true }, numbers.node, table, empty.node);
  const waiting = element('p', { class: 'notice' }, 'Asking for the accounts …');
  return {
    title: 'Fleet',
    node: element(
      'div',
      {},
      element('div', { class: 'head' }, element('h1', {}, 'Fleet'), count, adding.button),
      adding.dialog,
      waiting,
      shown,
    ),
    update: (/** @type {Fleet} */ fleet) => {
      ahead = fleet.clockAhead;
      waiting.hidden = true;
      shown.hidden = false;
      const isEmpty = fleet.accounts.length === 0;
      numbers.node.hidden = isEmpty;
      table.hidden = isEmpty;
      empty.node.hidden = !isEmpty;
      adding.button.hidden = !fleet.caller.superAdmin;
      empty.update(fleet.caller.superAdmin);
      say(count, plural(fleet.accounts.length, 'account', 'accounts'));
      numbers.update(fleet.accounts, ahead);
      rows(inOrder(fleet.accounts));
    },
    close: () => adding.dialog.close(),
  };
}
