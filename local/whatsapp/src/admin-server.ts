import type { BehaviourChange } from './behaviour.js';
import { RequestError } from './errors.js';
import type { Fields, Request, Route } from './http.js';
import type { World } from './world.js';

/** Reads any subset of a behaviour. @throws RequestError that names the field that is wrong */
function readChange(body: Fields): BehaviourChange {
  body.only('acks', 'receipts', 'evictOlderConnections', 'answerQueries', 'handshake', 'login');
  return {
    ...(body.has('acks') && { acks: readAcks(body.object('acks')) }),
    ...(body.has('receipts') && { receipts: readReceipts(body.object('receipts')) }),
    ...(body.has('evictOlderConnections') && {
      evictOlderConnections: body.flag('evictOlderConnections'),
    }),
    ...(body.has('answerQueries') && { answerQueries: body.flag('answerQueries') }),
    ...(body.has('handshake') && { handshake: body.oneOf('handshake', ['normal', 'silent']) }),
    ...(body.has('login') && { login: readLogin(body.object('login')) }),
  };
}

function readAcks(acks: Fields): NonNullable<BehaviourChange['acks']> {
  acks.only('mode', 'delayMs', 'errorCode', 'deliverDropped');
  return {
    ...(acks.has('mode') && { mode: acks.oneOf('mode', ['normal', 'delay', 'refuse', 'drop']) }),
    ...(acks.has('delayMs') && { delayMs: acks.integer('delayMs', 0, 600_000) }),
    ...(acks.has('errorCode') && { errorCode: acks.integer('errorCode', 400, 599) }),
    ...(acks.has('deliverDropped') && { deliverDropped: acks.flag('deliverDropped') }),
  };
}

function readReceipts(receipts: Fields): NonNullable<BehaviourChange['receipts']> {
  receipts.only('delivery');
  return receipts.has('delivery') ? { delivery: receipts.flag('delivery') } : {};
}

function readLogin(login: Fields): NonNullable<BehaviourChange['login']> {
  login.only('failure');
  if (!login.has('failure')) return {};
  return { failure: login.isNull('failure') ? null : login.integer('failure', 400, 599) };
}

/** Health, behaviour and figures of the server. */
export function serverRoutes(world: World): Route[] {
  const account = ({ query }: Request): string | undefined => {
    const number = query.get('account');
    return number === null ? undefined : world.person(number).number;
  };
  return [
    { method: 'GET', path: '/healthz', handle: () => ({ body: { status: 'ok' } }) },
    {
      method: 'GET',
      path: '/behaviour',
      handle: (request) => ({ body: world.behaviours.of(account(request)) }),
    },
    {
      method: 'PUT',
      path: '/behaviour',
      handle: (request) => {
        const number = account(request);
        const change = readChange(request.body);
        if (number !== undefined && change.handshake !== undefined) {
          throw new RequestError(400, 'handshake is for all accounts: nobody is known before it is over');
        }
        world.behaviours.change(change, number);
        return { body: world.behaviours.of(number) };
      },
    },
    {
      method: 'DELETE',
      path: '/behaviour',
      handle: (request) => {
        world.behaviours.reset(account(request));
        return { status: 204 };
      },
    },
    { method: 'GET', path: '/counters', handle: () => ({ body: world.counters.snapshot() }) },
    {
      method: 'DELETE',
      path: '/counters',
      handle: () => {
        world.counters.reset();
        return { status: 204 };
      },
    },
  ];
}
