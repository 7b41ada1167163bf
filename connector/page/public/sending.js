/** Sends a message to try an account, and follows what becomes of it. */
import { get, post } from './api.js';
import { element, field } from './dom.js';
import { passed } from './events.js';
import { once, outcome } from './form.js';
import { withoutNumbers } from './words.js';

/** @typedef {import('../types.d.ts').Entry} Entry */

const LOOK_EVERY = 1_000;
const FOLLOWED_FOR = 60;

/** As a browser gives one over plain HTTP too, where randomUUID is missing. */
function newId() {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}

/**
 * @param {string} accountId
 * @param {AbortSignal} signal ends it
 */
export function sendingSection(accountId, signal) {
  const to = element('input', { id: 'to', type: 'tel', required: true, maxlength: 100, autocomplete: 'off' });
  const text = element('textarea', { id: 'text', required: true, rows: 2, maxlength: 65_536 });
  text.value = 'This is a test message.';
  const submit = element('button', { type: 'submit', class: 'main' }, 'Send');
  const said = outcome();
  // The same until the message is accepted: pressing again after no answer repeats it and sends no other.
  let clientMessageId = newId();
  const changed = () => (clientMessageId = newId());
  const form = element(
    'form',
    {
      input: changed,
      submit: (event) => {
        event.preventDefault();
        void once(submit, said, async () => {
          /** @type {Entry} */
          const accepted = await post('messages', {
            accountId,
            to: to.value,
            text: text.value,
            clientMessageId,
          });
          changed();
          void followEntry(accepted.requestId);
        });
      },
    },
    field('To', to, 'A phone number with its country code.'),
    field('Message', text),
    element('div', { class: 'buttons' }, submit),
    said.node,
  );

  let followed = '';
  /** @param {string} requestId */
  const followEntry = async (requestId) => {
    followed = requestId;
    said.good('Accepted. It waits to be sent …');
    for (let i = 0; i < FOLLOWED_FOR && !signal.aborted && followed === requestId; i++) {
      await passed(LOOK_EVERY, signal);
      /** @type {Entry | undefined} */
      const entry = await get(`outbox/${encodeURIComponent(requestId)}`, signal).catch(() => undefined);
      if (followed !== requestId) {
        return;
      }
      if (entry?.status === 'sent') {
        said.good('Sent: WhatsApp has it.');
        return;
      }
      if (entry?.status === 'failed') {
        said.bad(`It failed: ${withoutNumbers(entry.error ?? 'the log says more')}.`);
        return;
      }
    }
    said.good('It still waits, and goes out as soon as the account can send.');
  };

  return element(
    'section',
    { class: 'card', 'aria-labelledby': 'sending' },
    element('h2', { id: 'sending' }, 'Send a test message'),
    form,
  );
}
