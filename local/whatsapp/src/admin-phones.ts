import { contentIn } from './admin-content.js';
import type { Device } from './device.js';
import { RequestError } from './errors.js';
import { isGroupJid } from './groups.js';
import type { Request, Route } from './http.js';
import { ownCopy } from './letters.js';
import { masked } from './log.js';
import { parseQr } from './pairing.js';
import type { Person } from './person.js';
import type { World } from './world.js';

/** The device of a path such as `/phones/{number}/devices/{device}`. */
function deviceIn(person: Person, { params }: Request): Device {
  const device = person.device(Number(params['device']));
  if (!device) throw new RequestError(404, `${person.number} has no linked device ${params['device'] ?? ''}`);
  return device;
}

function describe(device: Device): object {
  const connections = device.connections.length;
  return {
    device: device.id,
    jid: device.jid,
    connected: connections > 0,
    connections,
    logins: device.logins,
    queued: device.queued,
    linkedAt: device.linkedAt.toISOString(),
  };
}

/** What the owner of an account does with the phone. */
export function phoneRoutes(world: World): Route[] {
  const phone = ({ params }: Request): Person => world.person(params['number'] ?? '');
  const linked = (device: Device): { body: object } => {
    world.counters.pairing(device.person.number);
    world.log('linked', { account: masked(device.person.number), device: device.id });
    return { body: { jid: device.jid, lid: device.lid, device: device.id } };
  };
  return [
    {
      method: 'GET',
      path: '/phones/{number}',
      handle: (request) => {
        const { number, jid, lid, devices } = phone(request);
        return { body: { number, jid, lid, devices: devices.map(describe) } };
      },
    },
    {
      method: 'POST',
      path: '/phones/{number}/scan',
      handle: async (request) => {
        const owner = phone(request);
        request.body.only('qr');
        const qr = parseQr(request.body.text('qr'));
        const linking = world.linkings.get(qr.ref);
        if (!linking) throw new RequestError(409, 'the QR code is unknown or its connection is gone');
        const { noiseKey, identityKey } = linking.registration;
        if (!noiseKey.equals(qr.noiseKey) || !identityKey.equals(qr.identityKey)) {
          throw new RequestError(
            409,
            'the keys in the QR code are not those of the connection that shows it',
          );
        }
        return linked(await linking.link(owner, qr.advSecret));
      },
    },
    {
      method: 'POST',
      path: '/phones/{number}/pairing-code',
      handle: async (request) => {
        const owner = phone(request);
        request.body.only('code');
        // Shown as ABCD-EFGH, typed in either way.
        const code = request.body.text('code').replaceAll(/[-\s]/g, '');
        const linking = [...world.linkings.values()].findLast((one) => one.code.number === owner.number);
        if (!linking) throw new RequestError(409, `no companion asks to be linked to ${owner.number}`);
        return linked(await linking.link(owner, await linking.code.agree(owner, code)));
      },
    },
    {
      method: 'DELETE',
      path: '/phones/{number}/devices/{device}',
      handle: (request) => {
        const owner = phone(request);
        owner.unlink(deviceIn(owner, request));
        return { status: 204 };
      },
    },
    {
      method: 'POST',
      path: '/phones/{number}/messages',
      handle: async (request) => {
        const owner = phone(request);
        request.body.only('to', 'text', 'message', 'id');
        const recipient = world.person(request.body.text('to'));
        if (owner.devices.length === 0) {
          throw new RequestError(409, `${owner.number} has no linked device that could get a copy`);
        }
        const id = request.body.optionalText('id');
        const letter = ownCopy(owner, recipient, contentIn(request.body), id);
        await world.post(letter);
        recipient.inbox.arrived(owner.number, letter.id, letter.timestamp, { from: recipient.jid });
        recipient.inbox.read(owner.number, letter.id, letter.message.deviceSentMessage?.message ?? {});
        return { status: 201, body: { id: letter.id, to: recipient.number, timestamp: letter.timestamp } };
      },
    },
    {
      method: 'GET',
      path: '/phones/{number}/messages',
      handle: (request) => {
        const to = request.query.get('to') ?? '';
        const otherSide = isGroupJid(to) ? to : world.person(to).number;
        return { body: { messages: phone(request).outbox.list(otherSide) } };
      },
    },
  ];
}
