/** Messages that failed for good, and another chance for them. */
import { advice, get, post } from './api.js';
import { announce, element, list, say } from './dom.js';
import { once, outcome } from './form.js';
import { clockTime, plural, recipient, withoutNumbers } from './words.js';

/** @typedef {import('../types.d.ts').Account} Account */
/** @typedef {import('../types.d.ts').Entry} Entry */

const SHOWN = 20;

/** @param {Entry} entry */
function what(entry) {
  const tries = plural(entry.attempts, 'attempt', 'attempts');
  const when = entry.updatedAt ? `, ${clockTime(entry.updatedAt)}` : '';
  return `${withoutNumbers(entry.error ?? 'no reason is written')} (${tries}${when})`;
}

/**
 * @param {string} accountId
 * @param {AbortSignal} signal ends it
 */
export function failedSection(accountId, signal) {
  const entries = element('ul', { class: 'failed' });
  const note = element('p', { class: 'hint' });
  const said = outcome();
  const heading = element('h2', { id: 'failures', tabindex: -1 }, 'Failed messages');

  /** @param {Entry} entry */
  const item = (entry) => {
    const to = recipient(entry.threadId, accountId);
    const why = element('span', { class: 'hint' });
    const button = element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': `Put back the message to ${to}`,
        click: () =>
          void once(button, said, async () => {
            await post(`outbox/${encodeURIComponent(entry.requestId)}/put-back`);
            said.good(`The message to ${to} is queued again.`);
            heading.focus({ preventScroll: true });
            await load();
          }),
      },
      'Put back',
    );
    return {
      node: element('li', {}, element('div', {}, element('strong', {}, to), why), button),
      /** @param {Entry} changed */
      update: (changed) => say(why, what(changed)),
    };
  };
  const rows = list(entries, (/** @type {Entry} */ entry) => entry.requestId, item);

  const load = async () => {
    const query = new URLSearchParams({ accountId, status: 'failed', limit: String(SHOWN) });
    try {
      /** @type {{ entries: Entry[], nextPageToken?: string }} */
      const page = await get(`outbox?${query}`, signal);
      rows(page.entries);
      say(
        note,
        page.entries.length === 0
          ? 'None. What fails for good is listed here and can be put back into the queue.'
          : page.nextPageToken
            ? `The newest ${SHOWN} are shown.`
            : '',
      );
    } catch (problem) {
      if (!signal.aborted) {
        say(note, advice(problem));
        announce(advice(problem));
      }
    }
  };

  let known = -1;
  const node = element(
    'section',
    { class: 'card', 'aria-labelledby': 'failures', hidden: true },
    heading,
    entries,
    note,
    said.node,
  );
  return {
    node,
    /**
     * @param {Account} account
     * @param {boolean} maySee
     */
    update: (account, maySee) => {
      node.hidden = !maySee;
      const count = account.queue?.failed ?? 0;
      if (maySee && count !== known) {
        known = count;
        void load();
      }
    },
  };
}
