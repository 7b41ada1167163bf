/** Asks the connector beside this page; the token goes in a header, never in an address. */
import { token } from './session.js';
import { withoutNumbers } from './words.js';

/** An answer that is a refusal (RFC 9457). */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {{ error?: string, detail?: string, message?: string, fields?: { field: string, problem: string }[] }} problem
   * @param {string | null} retryAfter in seconds
   */
  constructor(status, problem, retryAfter) {
    super(problem.detail ?? problem.message ?? `the connector answers ${status}`);
    this.status = status;
    this.code = problem.error ?? '';
    this.fields = problem.fields ?? [];
    this.retryAfter = retryAfter;
  }

  get isOfToken() {
    return this.status === 401;
  }
}

/** @param {Response} response */
async function refusal(response) {
  /** @type {unknown} */
  const problem = await response.json().catch(() => ({}));
  return new Refused(response.status, /** @type {{}} */ (problem ?? {}), response.headers.get('Retry-After'));
}

/**
 * @param {string} path below api/v1
 * @param {RequestInit} options
 */
export async function open(path, options = {}) {
  const response = await fetch(`api/v1/${path}`, {
    ...options,
    headers: { ...options.headers, Authorization: `Bearer ${token()}` },
    cache: 'no-store',
    credentials: 'omit',
  });
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

/**
 * @template T
 * @param {string} path
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
export async function get(path, signal) {
  return (await open(path, { signal })).json();
}

/**
 * @template T
 * @param {string} path
 * @param {object} body
 * @returns {Promise<T>}
 */
export async function post(path, body = {}) {
  const response = await open(path, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

/**
 * What a failure means to a person, and what to do.
 *
 * @param {unknown} problem
 */
export function advice(problem) {
  if (!(problem instanceof Refused)) {
    return 'The connector does not answer. Look whether it runs, and try again.';
  }
  if (problem.fields.length > 0) {
    return problem.fields.map(({ field, problem: what }) => `${field}: ${what}`).join('; ');
  }
  if (problem.status === 429) {
    return `Too many requests. Try again in ${problem.retryAfter ?? 'some'} seconds.`;
  }
  if (problem.status === 403) {
    return `${withoutNumbers(problem.message)}: ask a super-admin, or sign in with another token.`;
  }
  return `${withoutNumbers(problem.message)}.`;
}
