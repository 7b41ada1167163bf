import { element, field } from './dom.js';

/**
 * Asks for a token.
 *
 * @param {string} problem why the last one does not do; empty where there was none
 * @param {(token: string) => void} onToken
 * @returns {import('../types.d.ts').View}
 */
export function signInView(problem, onToken) {
  const input = element('input', {
    id: 'token',
    name: 'token',
    type: 'password',
    autocomplete: 'off',
    spellcheck: 'false',
    required: true,
  });
  if (problem) {
    input.setAttribute('aria-invalid', 'true');
  }
  const node = element(
    'section',
    { class: 'narrow' },
    element('h1', {}, 'Sign in'),
    element('p', {}, 'Paste the Firebase ID token of an employee or a super-admin.'),
    ...(problem ? [element('p', { class: 'problem', role: 'alert' }, problem)] : []),
    element(
      'form',
      {
        class: 'card',
        submit: (event) => {
          event.preventDefault();
          onToken(input.value);
        },
      },
      field('ID token', input, 'It stays in this tab and is gone when the tab is closed.'),
      element('button', { type: 'submit', class: 'main' }, 'Sign in'),
    ),
  );
  return { title: 'Sign in', node, update: () => {}, close: () => {} };
}
