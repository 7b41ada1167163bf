/** The token of whoever looks at the page: in this tab alone, and until it is closed. */

const KEY = 'token';

export function token() {
  return sessionStorage.getItem(KEY) ?? '';
}

/** @param {string} pasted */
export function signIn(pasted) {
  sessionStorage.setItem(KEY, pasted.trim().replace(/^Bearer\s+/i, ''));
}

export function signOut() {
  sessionStorage.removeItem(KEY);
}
