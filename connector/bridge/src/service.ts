import { Code, ConnectError, type HandlerContext, type ServiceImpl } from '@connectrpc/connect';
import {
  type BridgeService,
  ErrorDetailSchema,
  ErrorReason,
  type Proxy as ProxyMessage,
  ProxyProtocol,
  SessionState,
} from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { isAccountId } from './account-id.js';
import { BridgeError, type ErrorKind, invalidField, messageOf } from './errors.js';
import { type EventStream, Superseded } from './event-stream.js';
import { isRecipient } from './jid.js';
import type { Journal } from './journal.js';
import { type Lease, MAX_LEASE_MS, hostClock } from './lease.js';
import { type Logger, masked } from './log.js';
import type { Proxy } from './proxy.js';
import type { SessionDescription } from './session.js';
import type { Sessions } from './sessions.js';
import { type Store, VolumeUnwritable } from './store.js';

const CODES: Record<ErrorKind, Code> = {
  INVALID_ARGUMENT: Code.InvalidArgument,
  NOT_FOUND: Code.NotFound,
  ALREADY_EXISTS: Code.AlreadyExists,
  FAILED_PRECONDITION: Code.FailedPrecondition,
  DATA_LOSS: Code.DataLoss,
  UNAVAILABLE: Code.Unavailable,
  INTERNAL: Code.Internal,
  UNKNOWN: Code.Unknown,
};

const STATES: Record<SessionDescription['state'], SessionState> = {
  disconnected: SessionState.DISCONNECTED,
  connecting: SessionState.CONNECTING,
  qr: SessionState.QR_READY,
  connected: SessionState.CONNECTED,
};

/** A name, or an address of either kind; whatever else there is in a URL has no place here. */
const PROXY_HOST = /^[A-Za-z0-9.:_-]{1,253}$/;
const PHONE_NUMBER = /^[1-9][0-9]{6,14}$/;
/** Baileys' own ids are upper-case hexadecimal; other clients' ids have looked like this. */
const MESSAGE_ID = /^[A-Za-z0-9._-]{1,128}$/;

export interface ServiceParts {
  readonly sessions: Sessions;
  readonly journal: Journal;
  readonly events: EventStream;
  readonly lease: Lease;
  readonly store: Pick<Store, 'volumeId' | 'problem' | 'probe'>;
  readonly log: Logger;
}

/** The contract's calls: they check what comes in and say in the contract's codes what went wrong. */
export function bridgeService({
  sessions,
  journal,
  events,
  lease,
  store,
  log,
}: ServiceParts): ServiceImpl<typeof BridgeService> {
  const answer = async <T>(work: () => T | Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw asConnectError(error, log);
    }
  };
  return {
    renewLease: ({ untilMs }) =>
      answer(async () => {
        if (untilMs !== undefined) await lease.renew(checkedLease(Number(untilMs)));
        const volumeProblem = store.problem() ?? '';
        // The next answer knows more: there may be nothing else that writes.
        if (volumeProblem !== '') store.probe().catch(() => undefined);
        return { nowMs: BigInt(hostClock()), volumeId: store.volumeId, volumeProblem };
      }),

    connect: ({ accountId, proxy, pairingPhoneNumber }) =>
      answer(async () => {
        const options = {
          proxy: proxy && checkedProxy(proxy),
          pairingPhoneNumber: pairingPhoneNumber === '' ? undefined : checkedPhoneNumber(pairingPhoneNumber),
        };
        return { connection: BigInt(await sessions.connect(checkedAccountId(accountId), options)) };
      }),

    disconnect: ({ accountId }) =>
      answer(async () => {
        await sessions.disconnect(checkedAccountId(accountId));
        return {};
      }),

    logOut: ({ accountId, force }) =>
      answer(async () => {
        await sessions.logOut(checkedAccountId(accountId), force);
        return {};
      }),

    send: ({ accountId, messageId, toJid, content }) =>
      answer(async () => {
        checkedAccountId(accountId);
        if (!MESSAGE_ID.test(messageId)) {
          throw invalidField('message_id', 'must be 1 to 128 characters of [A-Za-z0-9._-]');
        }
        if (!isRecipient(toJid)) {
          throw invalidField(
            'to_jid',
            'must be a phone-number jid (<digits>@s.whatsapp.net), a LID jid (<digits>@lid) or a group jid (<digits>@g.us)',
          );
        }
        if (content.case !== 'text' || content.value.body === '')
          throw invalidField('text', 'must not be empty');
        const outcome = await sessions.send(accountId, { messageId, toJid, text: content.value.body });
        return { alreadyAcknowledged: outcome === 'taken before' };
      }),

    getSession: ({ accountId }) =>
      answer(() => ({ session: sessionMessage(sessions.describe(checkedAccountId(accountId))) })),

    listSessions: () => answer(() => ({ sessions: sessions.list().map(sessionMessage) })),

    exportSession: ({ accountId }) =>
      answer(async () => ({
        session: await sessions.move(checkedAccountId(accountId), (transfer) => transfer.take(accountId)),
      })),

    importSession: ({ accountId, session, replace }) =>
      answer(async () => {
        const copy = Buffer.from(session);
        await sessions.move(checkedAccountId(accountId), (transfer) =>
          transfer.put(accountId, copy, replace),
        );
        return {};
      }),

    activateSession: ({ accountId }) =>
      answer(async () => {
        await sessions.move(checkedAccountId(accountId), (transfer) => transfer.wake(accountId));
        return {};
      }),

    async *events(_request: unknown, context: HandlerContext) {
      try {
        yield* events.subscribe(context.signal);
      } catch (error) {
        throw asConnectError(error, log);
      }
    },

    acknowledge: ({ sequences }) =>
      answer(async () => {
        await journal.acknowledge(sequences);
        return {};
      }),
  };
}

function checkedLease(untilMs: number): number {
  if (untilMs > hostClock() + MAX_LEASE_MS) {
    throw invalidField(
      'until_ms',
      `must be at most ${MAX_LEASE_MS} ms ahead of now_ms, the clock of this host`,
    );
  }
  return untilMs;
}

function checkedAccountId(accountId: string): string {
  if (!isAccountId(accountId)) {
    throw invalidField(
      'account_id',
      'must be 1 to 128 characters of [A-Za-z0-9._-], beginning with a letter or digit',
    );
  }
  return accountId;
}

function checkedProxy({ protocol, host, port, username, password }: ProxyMessage): Proxy {
  if (protocol === ProxyProtocol.UNSPECIFIED) throw invalidField('proxy.protocol', 'must be HTTP or SOCKS5');
  if (!PROXY_HOST.test(host)) throw invalidField('proxy.host', 'must be a host name or an IP address');
  if (port < 1 || port > 65_535) throw invalidField('proxy.port', 'must be a port from 1 to 65535');
  return { protocol: protocol === ProxyProtocol.SOCKS5 ? 'socks5' : 'http', host, port, username, password };
}

function checkedPhoneNumber(digits: string): string {
  if (!PHONE_NUMBER.test(digits))
    throw invalidField('pairing_phone_number', 'must be 7 to 15 digits (E.164)');
  return digits;
}

function sessionMessage(description: SessionDescription) {
  return {
    ...description,
    state: STATES[description.state],
    connection: BigInt(description.connection),
  };
}

function asConnectError(error: unknown, log: Logger): ConnectError {
  if (error instanceof ConnectError) return error;
  if (error instanceof Superseded) return new ConnectError(error.message, Code.Aborted);
  if (error instanceof VolumeUnwritable) return new ConnectError(error.message, Code.Unavailable);
  if (error instanceof BridgeError) {
    const { message, kind, reason, field } = error;
    const detail = { desc: ErrorDetailSchema, value: { reason, field } };
    return new ConnectError(
      message,
      CODES[kind],
      undefined,
      reason === ErrorReason.UNSPECIFIED ? [] : [detail],
    );
  }
  log.error({ reason: masked(messageOf(error)) }, 'a call failed');
  return new ConnectError(masked(messageOf(error)), Code.Internal);
}
