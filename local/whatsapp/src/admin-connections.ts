import { RequestError } from './errors.js';
import type { Connection } from './connection.js';
import type { Request, Route } from './http.js';
import type { World } from './world.js';

interface Present {
  readonly device: number;
  readonly connection: Connection;
}

/** What happens to connections and to single stanzas. */
export function connectionRoutes(world: World): Route[] {
  const present = ({ params }: Request): Present[] =>
    world
      .person(params['number'] ?? '')
      .devices.flatMap(({ id, connections }) =>
        connections.map((connection) => ({ device: id, connection })),
      );
  const connected = (request: Request): Present[] => {
    const connections = present(request);
    if (connections.length === 0) {
      throw new RequestError(409, `${request.params['number'] ?? ''} is not connected`);
    }
    return connections;
  };
  return [
    {
      method: 'GET',
      path: '/connections/{number}',
      handle: (request) => ({
        body: {
          connections: present(request).map(({ device, connection }) => ({
            connection: connection.number,
            device,
            since: connection.since.toISOString(),
          })),
        },
      }),
    },
    {
      method: 'POST',
      path: '/connections/{number}/close',
      handle: (request) => {
        request.body.only('code');
        const code = request.body.integer('code', 400, 599);
        const connections = connected(request);
        for (const { connection } of connections) connection.closeWith(code);
        return { body: { closed: connections.length } };
      },
    },
    {
      method: 'POST',
      path: '/connections/{number}/frames',
      handle: (request) => {
        request.body.only('bytes', 'encrypted');
        const garbage = Buffer.from(request.body.text('bytes'), 'base64');
        const encrypted = request.body.has('encrypted') && request.body.flag('encrypted');
        const connections = connected(request);
        for (const { connection } of connections) connection.sendGarbage(garbage, encrypted);
        return { body: { sent: connections.length } };
      },
    },
    {
      method: 'POST',
      path: '/stanzas/{id}/redeliver',
      handle: async ({ params, query, body }) => {
        body.only('reencrypt');
        const account = query.get('account');
        const handed = world
          .handedOut(params['id'] ?? '')
          .filter(({ device }) => account === null || device.person.number === account);
        if (handed.length === 0) {
          throw new RequestError(404, `no stanza with the id '${params['id'] ?? ''}' was handed out`);
        }
        const reencrypt = body.has('reencrypt') && body.flag('reencrypt');
        for (const { device, delivery } of handed) {
          if (reencrypt) await world.postTo(delivery.letter, device);
          else device.deliver(delivery);
        }
        return { body: { delivered: handed.length } };
      },
    },
  ];
}
