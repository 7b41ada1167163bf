/** The page: who is signed in, what is on the screen, and how it follows the fleet. */
import { accountView } from './account.js';
import { advice } from './api.js';
import { announce, say } from './dom.js';
import { follow } from './events.js';
import { fleetView } from './fleet.js';
import { signIn, signOut, token } from './session.js';
import { signInView } from './sign-in.js';
import { stateOf } from './words.js';

/** @typedef {import('../types.d.ts').Fleet} Fleet */
/** @typedef {import('../types.d.ts').View} View */

/** Ages and lags go on while nothing happens. */
const RENDER_EVERY = 1_000;
const TOKEN_ENDED = 'Your token has ended. Paste a new one.';
const TOKEN_REFUSED =
  'This token is not accepted. It may have ended, or be of another project: paste a new one.';

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

const main = byId('main');
const signedIn = byId('signed-in');
const live = byId('live');
const who = byId('who');

/** @type {View | undefined} */
let view;
/** @type {Fleet | undefined} */
let fleet;
let following = new AbortController();

/**
 * @param {View} next
 * @param {boolean} focused whether to move the focus there, as a browser does with a page of its own
 */
function show(next, focused) {
  view?.close();
  view = next;
  document.title = `${next.title} – WhatsApp fleet`;
  main.replaceChildren(next.node);
  render();
  if (focused) {
    main.focus();
    scrollTo(0, 0);
  }
}

function render() {
  if (fleet && view) {
    if (Date.now() - fleet.clockAhead >= Date.parse(fleet.caller.until)) {
      leave(TOKEN_ENDED);
      return;
    }
    view.update(fleet);
  }
}

function viewOfAddress() {
  const [, accountId] = /^#\/accounts\/(.+)$/.exec(location.hash) ?? [];
  try {
    return accountId ? accountView(decodeURIComponent(accountId)) : fleetView();
  } catch {
    // An address that somebody has cut off.
    return fleetView();
  }
}

/** @param {Fleet} now */
function arrived(now) {
  tellChanges(fleet, now);
  fleet = now;
  signedIn.hidden = false;
  live.dataset['kind'] = 'on';
  say(live, 'Live');
  const until = new Date(now.caller.until).toLocaleTimeString([], { timeStyle: 'short' });
  say(who, `${now.caller.superAdmin ? 'Super-admin' : 'Employee'} until ${until}`);
  render();
}

/**
 * Says aloud which accounts changed their state.
 *
 * @param {Fleet | undefined} before
 * @param {Fleet} now
 */
function tellChanges(before, now) {
  const words = new Map(before?.accounts.map((account) => [account.accountId, stateOf(account).word]));
  const changes = now.accounts
    .filter((account) => before && words.get(account.accountId) !== stateOf(account).word)
    .map((account) => `${account.name}: ${stateOf(account).word}`);
  if (changes.length > 0) {
    announce(changes.join('. '));
  }
}

function lost() {
  live.dataset['kind'] = 'off';
  say(live, 'Connecting again …');
  signedIn.hidden = false;
}

/** @param {boolean} focused */
function enter(focused) {
  following = new AbortController();
  show(viewOfAddress(), focused);
  void follow(following.signal, {
    fleet: arrived,
    lost,
    refused: (problem) => leave(problem.isOfToken ? TOKEN_REFUSED : advice(problem)),
  });
}

/** @param {string} problem why; empty where somebody has chosen to */
function leave(problem) {
  following.abort();
  signOut();
  fleet = undefined;
  signedIn.hidden = true;
  show(
    signInView(problem, (pasted) => {
      signIn(pasted);
      enter(true);
    }),
    true,
  );
}

addEventListener('hashchange', () => {
  // What leads to the content leads to no other view.
  if (token() && location.hash !== '#main') {
    show(viewOfAddress(), true);
  }
});
document.addEventListener('token-refused', () => leave(TOKEN_REFUSED));
byId('sign-out').addEventListener('click', () => leave(''));
setInterval(render, RENDER_EVERY);

if (token()) {
  enter(false);
} else {
  leave('');
}
