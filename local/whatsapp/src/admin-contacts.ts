import { contentIn } from './admin-content.js';
import { RequestError } from './errors.js';
import type { Request, Route } from './http.js';
import { fromContact, type Addressing } from './letters.js';
import { askAgain, sendReceipt } from './outgoing.js';
import type { Person } from './person.js';
import type { World } from './world.js';

const ADDRESSINGS: readonly Addressing[] = ['lid', 'pn', 'lid-only'];
const MAX_WAIT_MS = 120_000;

function queryInteger(request: Request, name: string, fallback: number, max: number): number {
  const given = request.query.get(name);
  const value = given === null ? fallback : Number(given);
  if (!Number.isInteger(value) || value < 0 || value > max) {
    throw new RequestError(400, `${name} is ${given ?? 'missing'}; it must be an integer from 0 to ${max}`);
  }
  return value;
}

/** What contacts do: write, read, confirm. */
export function contactRoutes(world: World): Route[] {
  const contact = ({ params }: Request): Person => world.person(params['number'] ?? '');
  return [
    {
      method: 'POST',
      path: '/contacts/{number}/messages',
      handle: async (request) => {
        const author = contact(request);
        const { body } = request;
        body.only('to', 'text', 'message', 'id', 'from', 'damaged');
        const to = world.person(body.text('to'));
        const from = body.has('from') ? body.oneOf('from', ADDRESSINGS) : 'lid';
        if (to.devices.length === 0) throw new RequestError(409, `${to.number} has no linked device`);
        const letter = fromContact(author, to, contentIn(body), from, body.optionalText('id'));
        const damaged = body.has('damaged') && body.flag('damaged');
        await world.post({ ...letter, damaged });
        return { status: 201, body: { id: letter.id, to: to.number, timestamp: letter.timestamp } };
      },
    },
    {
      method: 'GET',
      path: '/contacts/{number}/messages',
      handle: async (request) => {
        const { inbox } = contact(request);
        const from = world.person(request.query.get('from') ?? '').number;
        const count = queryInteger(request, 'count', 1, 1_000_000);
        const wait = queryInteger(request, 'wait', 0, MAX_WAIT_MS);
        await inbox.changes.until(() => inbox.count(from) >= count, wait, request.signal);
        return { body: { messages: inbox.list(from) } };
      },
    },
    {
      method: 'POST',
      path: '/contacts/{number}/receipts',
      handle: (request) => {
        const reader = contact(request);
        const { body } = request;
        body.only('id', 'from', 'type', 'address');
        const account = world.person(body.text('from'));
        const type = body.oneOf('type', ['read', 'delivered', 'played', 'retry']);
        const id = body.text('id');
        const from = body.has('address')
          ? { from: body.oneOf('address', ['pn', 'lid']) === 'lid' ? reader.lid : reader.jid }
          : (reader.inbox.answerTo(account.number, id) ?? { from: reader.jid });
        if (type === 'retry') {
          for (const device of account.devices) askAgain(reader, device, from, id);
        } else {
          sendReceipt(account, from, id, type === 'delivered' ? undefined : type);
        }
        return { status: 201, body: { id, type } };
      },
    },
    {
      method: 'GET',
      path: '/contacts/{number}/receipts',
      handle: (request) => {
        const author = contact(request);
        const id = request.query.get('of') ?? '';
        const letter = author.letters.get(id);
        if (!letter) throw new RequestError(404, `${author.number} has sent no message with the id '${id}'`);
        const acknowledged = letter.receipts.some(({ type }) => type !== 'retry');
        return { body: { id, acknowledged, receipts: letter.receipts } };
      },
    },
  ];
}
