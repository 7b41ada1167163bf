import { contentIn } from './admin-content.js';
import { RequestError } from './errors.js';
import type { Group } from './groups.js';
import type { Request, Route } from './http.js';
import { toGroup } from './letters.js';
import type { World } from './world.js';

function describe({ jid, subject, creator, members }: Group): object {
  const participants = [...members].map(({ number, lid }) => ({ number, lid }));
  return { jid, subject, creator: creator.number, participants };
}

/** What happens to groups. */
export function groupRoutes(world: World): Route[] {
  const group = ({ params }: Request): Group => {
    const found = world.groups.get(params['jid'] ?? '');
    if (!found) throw new RequestError(404, `there is no group ${params['jid'] ?? ''}`);
    return found;
  };
  return [
    {
      method: 'POST',
      path: '/groups',
      handle: ({ body }) => {
        body.only('subject', 'creator', 'participants');
        const creator = world.person(body.text('creator'));
        const members = body.texts('participants').map((number) => world.person(number));
        return { status: 201, body: describe(world.foundGroup(body.text('subject'), creator, members)) };
      },
    },
    { method: 'GET', path: '/groups/{jid}', handle: (request) => ({ body: describe(group(request)) }) },
    {
      method: 'POST',
      path: '/groups/{jid}/messages',
      handle: async (request) => {
        const to = group(request);
        const { body } = request;
        body.only('from', 'text', 'message', 'id');
        const author = world.person(body.text('from'));
        if (!to.members.has(author)) throw new RequestError(409, `${author.number} is not in ${to.jid}`);
        const letter = await toGroup(author, to, contentIn(body), body.optionalText('id'));
        await world.post(letter);
        return { status: 201, body: { id: letter.id, to: to.jid, timestamp: letter.timestamp } };
      },
    },
  ];
}
