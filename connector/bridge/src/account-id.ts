const ACCOUNT_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/** Whether the contract takes this for an account's id. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_ID.test(text);
}
