/** By what a phone is linked to an account: a picture or a code, which this follows as WhatsApp changes it. */
import { get, post, Refused } from './api.js';
import { announce, element, say } from './dom.js';
import { passed } from './events.js';
import { once, outcome } from './form.js';
import { stateOf } from './words.js';

/** @typedef {import('../types.d.ts').Account} Account */
/** @typedef {{ qrCode?: string, pairingCode?: string }} Pairing */

/** The picture comes with a change of the account that the page hears of; this only guards against one that is missed. */
const LOOK_AT_LEAST_EVERY = 5_000;

const STEPS = {
  qr: [
    'On the phone, open WhatsApp.',
    'Go to Settings, then Linked devices.',
    'Choose “Link a device” and point the phone at this code.',
  ],
  code: [
    'On the phone, open WhatsApp.',
    'Go to Settings, then Linked devices, then “Link a device”.',
    'Choose “Link with phone number instead” and type this code.',
  ],
};

/** @param {string} code */
function inGroups(code) {
  return code.length === 8 ? `${code.slice(0, 4)}-${code.slice(4)}` : code;
}

/**
 * @param {string} accountId
 * @param {AbortSignal} signal ends it
 */
export function pairingSection(accountId, signal) {
  const picture = element('img', { class: 'qr', width: 360, height: 360, alt: '' });
  const code = element('output', { class: 'code' });
  const steps = element('ol', {});
  const note = element('p', { class: 'hint' });
  const said = outcome();
  const renew = element('button', { type: 'button', class: 'quiet' }, 'Ask for a new code');
  renew.addEventListener(
    'click',
    () =>
      void once(renew, said, async () => {
        await post(`accounts/${encodeURIComponent(accountId)}/reset`);
        said.good('A new code is asked for. It appears here in a moment.');
      }),
  );
  const node = element(
    'section',
    { class: 'card', 'aria-labelledby': 'linking', hidden: true },
    element('h2', { id: 'linking' }, 'Link the phone'),
    element('div', { class: 'linking' }, picture, code, element('div', {}, steps, note, renew, said.node)),
  );
  let known = '';
  let wasOpen = false;
  let asked = 0;

  /** @param {Pairing} pairing */
  const show = ({ qrCode, pairingCode }) => {
    const way = qrCode ? 'qr' : pairingCode ? 'code' : '';
    picture.hidden = !qrCode;
    code.hidden = !pairingCode;
    if (qrCode && picture.src !== qrCode) {
      picture.src = qrCode;
      picture.alt = 'QR code to scan with WhatsApp on the phone';
    }
    say(code, inGroups(pairingCode ?? ''));
    if (node.dataset['way'] !== way) {
      node.dataset['way'] = way;
      steps.replaceChildren(...(way ? STEPS[way].map((step) => element('li', {}, step)) : []));
      announce(way === 'qr' ? 'The QR code is there.' : way === 'code' ? 'The pairing code is there.' : '');
    }
    say(
      note,
      way
        ? 'WhatsApp changes the code now and then; this page follows by itself.'
        : 'WhatsApp has not given a code yet. It appears here by itself; if it does not within a minute, ask for a new one.',
    );
  };

  const look = async () => {
    const turn = ++asked;
    try {
      /** @type {Pairing} */
      const pairing = await get(`accounts/${encodeURIComponent(accountId)}/pairing`, signal);
      if (turn === asked) {
        show(pairing);
      }
    } catch (problem) {
      if (turn === asked && problem instanceof Refused && problem.code === 'nothing_to_link') {
        show({});
      }
    }
  };

  const followIt = async () => {
    while (!signal.aborted) {
      if (!node.hidden && !document.hidden) {
        await look();
      }
      await passed(LOOK_AT_LEAST_EVERY, signal);
    }
  };
  void followIt();

  return {
    node,
    /**
     * @param {Account} account
     * @param {boolean} maySee
     */
    update: (account, maySee) => {
      const isLinked = account.status === 'connected';
      node.hidden = isLinked || !maySee || !(account.needsQr || stateOf(account).kind === 'unlinked');
      if (isLinked && wasOpen) {
        announce(`${account.name} is connected.`);
        said.clear();
      }
      wasOpen = !node.hidden;
      const now = `${account.status} ${account.lastEventAt}`;
      if (!node.hidden && now !== known) {
        known = now;
        void look();
      }
    },
  };
}
