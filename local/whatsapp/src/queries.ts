import { isSignedBy, bundleNode, readPreKeys, readSignedPreKey } from './bundles.js';
import type { QueryKind } from './counters.js';
import type { Device } from './device.js';
import { groupNode, invitedJids } from './groups.js';
import { userAddress } from './jids.js';
import { bytes, child, children, node, refusal, result, type BinaryNode } from './nodes.js';
import type { World } from './world.js';

/** Tells what a query asks for. */
export function kindOf(iq: BinaryNode): QueryKind {
  const has = (tag: string): boolean => child(iq, tag) !== undefined;
  switch (iq.attrs['xmlns']) {
    case 'encrypt':
      if (has('count')) return 'prekeyCount';
      if (has('digest')) return 'digest';
      return has('key') ? 'prekeys' : 'prekeyUpload';
    case 'privacy':
      return has('tokens') ? 'tokens' : 'privacy';
    case 'usync':
      return 'usync';
    case 'passive':
      return 'passive';
    case 'abt':
      return 'props';
    case 'blocklist':
      return 'blocklist';
    case 'w:p':
      return 'ping';
    case 'w:sync:app:state':
      return 'appState';
    case 'w:g2':
      return 'groups';
    case 'w:m':
      return 'media';
    case 'md':
      return 'devices';
    default:
      return 'other';
  }
}

/** Answers a query of a logged-in device. */
export function answer(world: World, device: Device, iq: BinaryNode): BinaryNode {
  switch (kindOf(iq)) {
    case 'usync':
      return result(iq, [usync(world, iq)]);
    case 'prekeys':
      return result(iq, [preKeys(world, iq)]);
    case 'prekeyCount':
      return result(iq, [node('count', { value: String(device.preKeys.size) })]);
    case 'prekeyUpload':
      return storePreKeys(device, iq);
    case 'digest':
      // Baileys only looks whether the element is there; without it, it uploads its keys again.
      return result(iq, device.preKeys.size > 0 ? [node('digest')] : []);
    case 'props':
      return result(iq, [node('props', { protocol: '1', hash: 'loopback' })]);
    case 'blocklist':
      return result(iq, [node('list')]);
    case 'privacy':
      return result(iq, [node('privacy', {}, PRIVACY)]);
    case 'appState':
      return result(iq, [node('sync', {}, appState(iq))]);
    case 'passive':
    case 'tokens':
    case 'ping':
      return result(iq);
    case 'groups':
      return groups(world, device, iq);
    case 'devices':
    case 'media':
    case 'other':
      // Settings are taken and forgotten; what would have to be looked up does not exist.
      return iq.attrs['type'] === 'set' ? result(iq) : refusal(iq, 501, 'feature-not-implemented');
  }
}

const PRIVACY = ['readreceipts', 'last', 'status', 'profile', 'groupadd', 'online', 'messages'].map((name) =>
  node('category', { name, value: 'all' }),
);

/** The devices, LIDs and existence of users, in the order asked for. */
function usync(world: World, iq: BinaryNode): BinaryNode {
  const request = child(iq, 'usync');
  const asked = new Set(children(child(request, 'query')).map((protocol) => protocol.tag));
  const users = children(child(request, 'list')).map((user) => {
    const phone = bytes(child(user, 'contact'))?.toString('utf8').replace(/^\+/, '');
    const jid = phone === undefined ? (user.attrs['jid'] ?? '') : `${phone}@s.whatsapp.net`;
    const person = world.find(jid);
    const content: BinaryNode[] = [];
    if (asked.has('contact')) content.push(node('contact', { type: person ? 'in' : 'out' }));
    if (person && asked.has('devices')) {
      const companions = person.devices.map(({ id }) =>
        node('device', { id: String(id), 'key-index': String(id) }),
      );
      content.push(
        node('devices', {}, [node('device-list', {}, [node('device', { id: '0' }), ...companions])]),
      );
    }
    // Not for those asked for by LID: Baileys would store the LID as its own phone number.
    if (person && asked.has('lid') && userAddress(jid)?.kind === 'pn') {
      content.push(node('lid', { val: person.lid }));
    }
    return node('user', { jid }, content);
  });
  return node('usync', { ...request?.attrs }, [node('list', {}, users)]);
}

function preKeys(world: World, iq: BinaryNode): BinaryNode {
  const users = children(child(iq, 'key')).map((user) => {
    const jid = user.attrs['jid'] ?? '';
    const person = world.find(jid);
    const deviceId = userAddress(jid)?.device ?? 0;
    const bundle = deviceId === 0 ? person?.signal.takeBundle() : person?.device(deviceId)?.takeBundle();
    return bundle
      ? bundleNode(jid, bundle)
      : node('user', { jid }, [node('error', { code: '404', text: 'item-not-found' })]);
  });
  return node('list', {}, users);
}

/** Describes groups to their members and founds new ones; their settings cannot be changed. */
function groups(world: World, device: Device, iq: BinaryNode): BinaryNode {
  const member = device.person;
  const create = child(iq, 'create');
  if (create) {
    const invited = invitedJids(create).map((jid) => world.find(jid));
    const known = invited.filter((person) => person !== undefined);
    if (known.length < invited.length) return refusal(iq, 404, 'item-not-found');
    return result(iq, [groupNode(world.foundGroup(create.attrs['subject'] ?? '', member, known))]);
  }
  if (child(iq, 'participating')) {
    const own = [...world.groups.values()].filter(({ members }) => members.has(member));
    return result(iq, [node('groups', {}, own.map(groupNode))]);
  }
  const group = world.groups.get(iq.attrs['to'] ?? '');
  if (!group?.members.has(member)) return refusal(iq, 404, 'item-not-found');
  return child(iq, 'query') ? result(iq, [groupNode(group)]) : refusal(iq, 501, 'feature-not-implemented');
}

/** Takes an upload of prekeys, or a new signed prekey, if it is what this device would sign. */
function storePreKeys(device: Device, iq: BinaryNode): BinaryNode {
  const rotation = child(iq, 'rotate');
  const signedPreKey = readSignedPreKey(child(rotation ?? iq, 'skey'));
  if (!signedPreKey || !isSignedBy(device.identityKey, signedPreKey)) {
    return refusal(iq, 406, 'the signed prekey is missing or not signed by the identity key');
  }
  if (rotation) {
    device.signedPreKey = signedPreKey;
    return result(iq);
  }
  if (!bytes(child(iq, 'identity'))?.equals(device.identityKey)) {
    return refusal(iq, 406, 'the identity key is not that of this device');
  }
  const keys = readPreKeys(child(iq, 'list'));
  if (!keys || keys.size === 0) return refusal(iq, 406, 'the prekeys are missing or malformed');
  device.signedPreKey = signedPreKey;
  for (const [id, key] of keys) device.preKeys.set(id, key);
  return result(iq);
}

/** No app state is kept: every collection is as old as the client says. */
function appState(iq: BinaryNode): BinaryNode[] {
  return children(child(iq, 'sync')).map(({ attrs }) =>
    node('collection', { name: attrs['name'] ?? '', version: attrs['version'] ?? '0' }),
  );
}
