/** Forms that ask the connector for something and say what became of it. */
import { advice, Refused } from './api.js';
import { element, say } from './dom.js';

/** @typedef {{ node: HTMLElement, good: (text: string) => void, bad: (text: string) => void, clear: () => void }} Outcome */

/**
 * Where the outcome is said, aloud too.
 *
 * @returns {Outcome}
 */
export function outcome() {
  const node = element('p', { class: 'outcome', role: 'status' });
  /**
   * @param {string} kind
   * @param {string} text
   */
  const show = (kind, text) => {
    node.dataset['kind'] = kind;
    say(node, text);
  };
  return {
    node,
    good: (text) => show('good', text),
    bad: (text) => show('bad', text),
    clear: () => show('', ''),
  };
}

/**
 * Does something once at a time, however often its button is pressed.
 *
 * @param {HTMLButtonElement} button
 * @param {Outcome} said
 * @param {() => Promise<void>} action
 */
export async function once(button, said, action) {
  if (button.getAttribute('aria-disabled') === 'true') {
    return;
  }
  // A button that is disabled loses the focus.
  button.setAttribute('aria-disabled', 'true');
  said.clear();
  try {
    await action();
  } catch (problem) {
    said.bad(advice(problem));
    if (problem instanceof Refused && problem.isOfToken) {
      document.dispatchEvent(new CustomEvent('token-refused'));
    }
  } finally {
    button.removeAttribute('aria-disabled');
  }
}

/**
 * A question before something that cannot be undone.
 *
 * @param {string} title
 * @param {string} text
 * @param {string} yes what is done then
 * @returns {Promise<boolean>}
 */
export function confirmed(title, text, yes) {
  return new Promise((resolve) => {
    const dialog = element(
      'dialog',
      {
        'aria-labelledby': 'question',
        close: () => {
          dialog.remove();
          resolve(dialog.returnValue === 'yes');
        },
      },
      element('h2', { id: 'question' }, title),
      element('p', {}, text),
      element(
        'div',
        { class: 'buttons' },
        element('button', { type: 'button', class: 'quiet', click: () => dialog.close('') }, 'Cancel'),
        element('button', { type: 'button', class: 'danger', click: () => dialog.close('yes') }, yes),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}
