/** One account: how it is, and what can be done with it. */
import { post } from './api.js';
import { element, say } from './dom.js';
import { failedSection } from './failed.js';
import { stateBadge } from './fleet.js';
import { confirmed, once, outcome } from './form.js';
import { pairingSection } from './pairing.js';
import { sendingSection } from './sending.js';
import { clockTime, explanation, lastSeen, number, since, stateOf } from './words.js';

/** @typedef {import('../types.d.ts').Account} Account */
/** @typedef {import('../types.d.ts').Fleet} Fleet */

/**
 * @param {string} term
 * @returns {{ node: HTMLElement, value: HTMLElement }}
 */
function fact(term) {
  const value = element('dd', {});
  return { value, node: element('div', {}, element('dt', {}, term), value) };
}

function facts() {
  const all = {
    seen: fact('Last seen'),
    held: fact('Held by'),
    queue: fact('Queue'),
    lag: fact('Lag'),
    failed: fact('Failed'),
    reconnects: fact('Reconnects'),
    changed: fact('State since'),
    id: fact('Account id'),
  };
  return {
    node: element('dl', { class: 'facts' }, ...Object.values(all).map(({ node }) => node)),
    /**
     * @param {Account} account
     * @param {number} clockAhead
     */
    update: (account, clockAhead) => {
      say(all.seen.value, lastSeen(account, clockAhead));
      say(all.held.value, account.heldBy ?? 'no connector');
      say(all.queue.value, number(account.queue?.waiting));
      say(all.lag.value, since(account.queue?.waitingSince, clockAhead));
      say(all.failed.value, number(account.queue?.failed));
      say(all.reconnects.value, String(account.reconnectCount));
      say(all.changed.value, account.lastEventAt ? clockTime(account.lastEventAt) : '–');
      say(all.id.value, account.accountId);
    },
  };
}

/**
 * What cuts the account off from its phone.
 *
 * @param {string} accountId
 * @param {() => string} name
 */
function unlinking(accountId, name) {
  const said = outcome();
  const button = element('button', { type: 'button', class: 'danger' }, 'Unlink the phone …');
  button.addEventListener(
    'click',
    () =>
      void once(button, said, async () => {
        const yes = await confirmed(
          `Unlink ${name()}?`,
          'Its phone is unlinked and its session is deleted. What is to be sent waits until a phone is linked again.',
          'Unlink',
        );
        if (yes) {
          await post(`accounts/${encodeURIComponent(accountId)}/reset`);
          said.good('The phone is being unlinked. A new code appears here in a moment.');
        }
      }),
  );
  const node = element(
    'section',
    { class: 'card', 'aria-labelledby': 'session', hidden: true },
    element('h2', { id: 'session' }, 'Session'),
    element('p', {}, 'Unlink the phone to start over with a new code, on this phone or another.'),
    button,
    said.node,
  );
  return node;
}

/**
 * @param {string} accountId
 * @returns {import('../types.d.ts').View}
 */
export function accountView(accountId) {
  const leaving = new AbortController();
  const title = element('h1', {}, '…');
  const phone = element('span', { class: 'phone' });
  const badge = stateBadge();
  const why = element('p', { class: 'why' });
  const about = facts();
  const pairing = pairingSection(accountId, leaving.signal);
  const failed = failedSection(accountId, leaving.signal);
  const session = unlinking(accountId, () => title.textContent);
  const forAdmins = element(
    'p',
    { class: 'notice', hidden: true },
    'Codes, failed messages and the session are shown to super-admins. Sign in as one to link a phone.',
  );
  const missing = element(
    'p',
    { class: 'notice', hidden: true },
    'There is no such account. It may have been removed.',
  );
  const there = element(
    'div',
    { class: 'account', hidden: true },
    element('div', { class: 'head' }, title, badge.node, phone),
    why,
    pairing.node,
    about.node,
    forAdmins,
    sendingSection(accountId, leaving.signal),
    failed.node,
    session,
  );
  return {
    title: 'Account',
    node: element(
      'div',
      {},
      element('nav', { 'aria-label': 'Back' }, element('a', { class: 'back', href: '#/' }, 'All accounts')),
      missing,
      there,
    ),
    update: (/** @type {Fleet} */ fleet) => {
      const account = fleet.accounts.find((one) => one.accountId === accountId);
      missing.hidden = account !== undefined;
      there.hidden = account === undefined;
      if (!account) {
        return;
      }
      const { superAdmin } = fleet.caller;
      document.title = `${account.name} – WhatsApp fleet`;
      say(title, account.name);
      say(phone, account.phone ?? '');
      badge.update(account);
      say(why, explanation(account));
      why.hidden = why.textContent === '';
      about.update(account, fleet.clockAhead);
      pairing.update(account, superAdmin);
      failed.update(account, superAdmin);
      forAdmins.hidden = superAdmin;
      session.hidden = !superAdmin || stateOf(account).kind === 'unlinked';
    },
    close: () => leaving.abort(),
  };
}
