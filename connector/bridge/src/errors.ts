import { ErrorReason } from '../gen/whatsapp/bridge/v1/bridge_pb.js';

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

/** What a program can tell an error by, beyond its kind. */
interface Detail extends ErrorOptions {
  readonly reason?: ErrorReason;
  readonly field?: string;
}

/** An error that the connector is meant to see. */
export class BridgeError extends Error {
  override readonly name = 'BridgeError';
  readonly reason: ErrorReason;
  readonly field: string;

  constructor(
    readonly kind: ErrorKind,
    message: string,
    { reason = ErrorReason.UNSPECIFIED, field = '', ...options }: Detail = {},
  ) {
    super(message, options);
    this.reason = reason;
    this.field = field;
  }
}

export function invalidField(
  field: string,
  problem: string,
  reason: ErrorReason = ErrorReason.MALFORMED,
): BridgeError {
  return new BridgeError('INVALID_ARGUMENT', `${field}: ${problem}`, { reason, field });
}

/** A query that has to go before a message failed: nothing was written. */
export function queryFailed(problem: string, cause?: unknown): BridgeError {
  const message = `${problem}; nothing was written`;
  return new BridgeError('UNAVAILABLE', message, { reason: ErrorReason.QUERY_FAILED, cause });
}

/** Nobody can say whether the message is on its way. */
export function maybeWritten(problem: string, cause?: unknown): BridgeError {
  const message = `the message may have been written: ${problem}`;
  return new BridgeError('UNKNOWN', message, { reason: ErrorReason.MAYBE_WRITTEN, cause });
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
  return new BridgeError('FAILED_PRECONDITION', `account ${accountId} is not connected`, {
    reason: ErrorReason.NOT_CONNECTED,
  });
}

/** A task of a socket that has ended wants to write. */
export function connectionOver(accountId: string): BridgeError {
  return new BridgeError('FAILED_PRECONDITION', `the connection of account ${accountId} is closed`, {
    reason: ErrorReason.NOT_CONNECTED,
  });
}

/** Nobody has said that this bridge may hold connections now. */
export function leaseOver(): BridgeError {
  return new BridgeError('FAILED_PRECONDITION', 'the lease is over: RenewLease comes before Connect', {
    reason: ErrorReason.LEASE_OVER,
  });
}

export function shuttingDown(): BridgeError {
  return new BridgeError('UNAVAILABLE', 'the bridge is shutting down', {
    reason: ErrorReason.SHUTTING_DOWN,
  });
}

export function unreadableSession(accountId: string, cause: unknown): BridgeError {
  return new BridgeError(
    'DATA_LOSS',
    `the stored session of account ${accountId} cannot be read (${messageOf(cause)}); its bytes are left as they are: ` +
      'restore the volume, or give the session up with LogOut(force) and pair again',
    { cause },
  );
}

/** It can be read, and must not be: its ratchets go on, or may go on, on another volume. */
export function sleepingSession(accountId: string, why: string): BridgeError {
  return new BridgeError(
    'DATA_LOSS',
    `the stored session of account ${accountId} does not connect from this volume: ${why}; ` +
      'import its copy, or give the session up with LogOut(force) and pair again',
  );
}

/** What may not be moved as it is now. */
export function notMovable(accountId: string, why: string): BridgeError {
  return new BridgeError(
    'FAILED_PRECONDITION',
    `the session of account ${accountId} cannot be moved: ${why}`,
  );
}

export function sessionInPlace(accountId: string): BridgeError {
  return new BridgeError('ALREADY_EXISTS', `account ${accountId} has a session on this volume`);
}

export function isUnreadable(error: unknown): error is BridgeError {
  return error instanceof BridgeError && error.kind === 'DATA_LOSS';
}

/** Baileys rejects with numbers, Booms and plain Errors: whatever it was, as one line. */
export function messageOf(error: unknown): string {
  if (error instanceof Error) return error.message;
  // A socket that drops during a query rejects it with the WebSocket close code, a bare number.
  if (typeof error === 'number') return `the WebSocket closed with code ${error}`;
  return typeof error === 'string' ? error : 'unknown error';
}
