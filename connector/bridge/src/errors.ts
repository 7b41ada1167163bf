/** What went wrong, in the words of the contract (bridge.proto lists what each status means). */
export type ErrorKind =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  | 'DATA_LOSS'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'UNKNOWN';

/** An error that the connector is meant to see. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';

  constructor(
    readonly kind: ErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export function invalidField(field: string, problem: string): BridgeError {
  return new BridgeError('INVALID_ARGUMENT', `${field}: ${problem}`);
}

export function unknownAccount(accountId: string): BridgeError {
  return new BridgeError(
    'NOT_FOUND',
    `account ${accountId} has neither a connection nor a stored session on this volume`,
  );
}

export function alreadyConnected(accountId: string): BridgeError {
  return new BridgeError('ALREADY_EXISTS', `account ${accountId} is connecting or connected already`);
}

export function notConnected(accountId: string): BridgeError {
  return new BridgeError('FAILED_PRECONDITION', `account ${accountId} is not connected`);
}

export function shuttingDown(): BridgeError {
  return new BridgeError('UNAVAILABLE', 'the bridge is shutting down');
}

export function unreadableSession(accountId: string, cause: unknown): BridgeError {
  return new BridgeError(
    'DATA_LOSS',
    `the stored session of account ${accountId} cannot be read (${messageOf(cause)}); its bytes are left as they are: ` +
      'restore the volume, or give the session up with LogOut(force) and pair again',
    { cause },
  );
}

/** Baileys rejects with numbers, Booms and plain Errors: whatever it was, as one line. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  // A socket that drops during a query rejects it with the WebSocket close code, a bare number.
  if (typeof error === 'number') return `the WebSocket closed with code ${error}`;
  return typeof error === 'string' ? error : 'unknown error';
}
