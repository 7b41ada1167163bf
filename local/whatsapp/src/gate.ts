import type { proto } from '@whiskeysockets/baileys';
import { takeAck, takeReceipt } from './acknowledgements.js';
import type { Connection, ConnectionHandler } from './connection.js';
import type { Device } from './device.js';
import { emptyHistory } from './letters.js';
import { masked } from './log.js';
import { child, node, refusal, result, unixSeconds, type BinaryNode } from './nodes.js';
import { takeMessage } from './outgoing.js';
import { Linking, readRegistration } from './pairing.js';
import { answer, kindOf } from './queries.js';
import type { World } from './world.js';

/** What a connection is, once its handshake is done. */
type Session =
  | { readonly kind: 'linking'; readonly linking: Linking }
  | { readonly kind: 'linked'; readonly device: Device };

/** Lets connections in, as a linked device or to be linked, and gives their stanzas to those concerned. */
export class Gate implements ConnectionHandler {
  private readonly sessions = new Map<Connection, Session>();

  constructor(private readonly world: World) {}

  answersHello(): boolean {
    return this.world.behaviours.of().handshake === 'normal';
  }

  admitted(connection: Connection, noiseKey: Buffer, payload: proto.ClientPayload): void {
    if (payload.username) this.login(connection, noiseKey, String(payload.username), payload.device ?? 0);
    else this.offerLinking(connection, noiseKey, payload);
  }

  stanza(connection: Connection, stanza: BinaryNode): void {
    const session = this.sessions.get(connection);
    if (session?.kind === 'linking') session.linking.received(stanza);
    if (session?.kind === 'linked') this.fromDevice(connection, session.device, stanza);
  }

  closed(connection: Connection): void {
    const session = this.sessions.get(connection);
    this.sessions.delete(connection);
    this.world.log('closed', { connection: connection.number });
    if (session?.kind === 'linked') session.device.left(connection);
    if (session?.kind === 'linking') {
      session.linking.closed();
      for (const ref of session.linking.refs) this.world.linkings.delete(ref);
    }
  }

  private offerLinking(connection: Connection, noiseKey: Buffer, payload: proto.ClientPayload): void {
    const registration = readRegistration(noiseKey, payload);
    if (!registration) {
      connection.fail(400);
      return;
    }
    const linking = new Linking(connection, registration);
    this.sessions.set(connection, { kind: 'linking', linking });
    for (const ref of linking.refs) this.world.linkings.set(ref, linking);
    this.world.log('linking-offered', { connection: connection.number });
    linking.offer();
  }

  private login(connection: Connection, noiseKey: Buffer, number: string, deviceId: number): void {
    const { login, evictOlderConnections } = this.world.behaviours.of(number);
    const device = this.world.find(`${number}@s.whatsapp.net`)?.device(deviceId);
    const failure = login.failure ?? (device?.noiseKey.equals(noiseKey) ? undefined : 401);
    if (!device || failure !== undefined) {
      this.world.log('login-refused', { account: masked(number), code: failure ?? 401 });
      connection.fail(failure ?? 401);
      return;
    }
    if (evictOlderConnections) for (const older of device.connections) older.closeWith(440);
    this.sessions.set(connection, { kind: 'linked', device });
    device.loggedIn(connection);
    this.world.counters.login(number);
    this.world.log('login', { account: masked(number), device: deviceId, connection: connection.number });
    connection.send(
      node('success', { t: String(unixSeconds()), lid: device.lid, location: 'loopback', props: '1' }),
    );
  }

  private fromDevice(connection: Connection, device: Device, stanza: BinaryNode): void {
    switch (stanza.tag) {
      case 'iq':
        if (stanza.attrs['type'] === 'get' || stanza.attrs['type'] === 'set') {
          this.query(connection, device, stanza).catch((error: unknown) => {
            this.world.log('query-failed', { connection: connection.number, message: String(error) });
            connection.send(refusal(stanza, 500, 'internal-server-error'));
          });
        }
        return;
      case 'message':
        takeMessage(this.world, connection, device, stanza);
        return;
      case 'receipt':
        takeReceipt(this.world, device, stanza);
        return;
      case 'ack':
        takeAck(device, stanza);
        return;
      default:
      // Presence, chat states and telemetry change nothing here.
    }
  }

  private async query(connection: Connection, device: Device, iq: BinaryNode): Promise<void> {
    const account = device.person.number;
    this.world.counters.query(account, kindOf(iq));
    if (!this.world.behaviours.of(account).answerQueries) return;
    if (child(iq, 'remove-companion-device')) {
      connection.send(result(iq));
      device.person.unlink(device);
      return;
    }
    connection.send(answer(this.world, device, iq));
    if (child(iq, 'active')) await this.active(connection, device);
  }

  private async active(connection: Connection, device: Device): Promise<void> {
    device.becameActive(connection);
    if (device.historyShared) return;
    device.historyShared = true;
    await this.world.postTo(emptyHistory(device.person), device);
  }
}
