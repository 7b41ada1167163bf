import { decodeBinaryNode, encodeBinaryNode, type proto } from '@whiskeysockets/baileys';
import type { RawData, WebSocket } from 'ws';
import type { Log } from './log.js';
import { FrameReader, frame, Handshake, type Transport } from './noise.js';
import { node, type BinaryNode } from './nodes.js';
import type { ServerIdentity } from './trust.js';

/** How long a client may take to close its side before it is cut off. */
const CLOSE_GRACE_MS = 1000;

/** Who is asked what to do with what a connection brings. */
export interface ConnectionHandler {
  /** Whether the server answers the hello of the handshake. */
  answersHello(): boolean;
  /** The handshake is done; the client says who it is, or that it wants to be linked. */
  admitted(connection: Connection, noiseKey: Buffer, payload: proto.ClientPayload): void;
  /** A stanza of an admitted client, in the order sent. */
  stanza(connection: Connection, stanza: BinaryNode): void;
  /** The connection is gone, for whatever reason. */
  closed(connection: Connection): void;
}

/** The socket of one client: frames in, stanzas out, and the ways in which a server ends it. */
export class Connection {
  readonly since = new Date();
  private readonly frames = new FrameReader();
  private readonly handshake: Handshake;
  private saidHello = false;
  private transport: Transport | undefined;
  // Decoding may be asynchronous (inflate); the chain keeps the order.
  private decoding = Promise.resolve();
  private ending = false;

  constructor(
    readonly number: number,
    private readonly socket: WebSocket,
    identity: ServerIdentity,
    private readonly handler: ConnectionHandler,
    private readonly log: Log,
  ) {
    this.handshake = new Handshake(identity);
    socket.on('message', (data) => {
      this.received(data);
    });
    socket.on('close', () => {
      this.ending = true;
      handler.closed(this);
    });
    socket.on('error', (error) => {
      log('socket-error', { connection: number, message: error.message });
    });
  }

  get isOpen(): boolean {
    return !this.ending && this.socket.readyState === this.socket.OPEN;
  }

  /** Sends a stanza; does nothing when the connection is ending or not admitted yet. */
  send(stanza: BinaryNode): void {
    if (this.isOpen && this.transport) {
      this.socket.send(frame(this.transport.encrypt(encodeBinaryNode(stanza))));
    }
  }

  /** Sends bytes that are no stanza: in a valid encrypted frame, or as a frame that cannot be decrypted. */
  sendGarbage(garbage: Uint8Array, encrypted: boolean): void {
    if (!this.isOpen || !this.transport) return;
    if (!encrypted) this.transport.countDamagedFrame();
    this.socket.send(frame(encrypted ? this.transport.encrypt(garbage) : garbage));
  }

  /** Ends the connection in the way that Baileys reports with this code. */
  closeWith(code: number): void {
    switch (code) {
      case 428:
        this.cut();
        return;
      case 440:
        this.end(node('stream:error', {}, [node('conflict', { type: 'replaced' })]));
        return;
      case 401:
        this.end(node('stream:error', { code: '401' }, [node('conflict', { type: 'device_removed' })]));
        return;
      default:
        this.end(node('stream:error', { code: String(code) }));
    }
  }

  /** Refuses the login. */
  fail(code: number): void {
    this.end(node('failure', { reason: String(code), location: 'loopback' }));
  }

  /** Drops the TCP connection without a word. */
  cut(): void {
    this.ending = true;
    this.socket.terminate();
  }

  private end(last: BinaryNode): void {
    if (!this.isOpen) return;
    this.send(last);
    this.ending = true;
    this.socket.close();
    const timer = setTimeout(() => {
      this.socket.terminate();
    }, CLOSE_GRACE_MS);
    timer.unref();
    this.socket.once('close', () => {
      clearTimeout(timer);
    });
  }

  private received(data: RawData): void {
    if (this.ending) return;
    try {
      const chunk = Array.isArray(data)
        ? Buffer.concat(data)
        : data instanceof ArrayBuffer
          ? Buffer.from(data)
          : data;
      for (const received of this.frames.push(chunk)) this.receivedFrame(received);
    } catch (error) {
      this.rejected(error);
    }
  }

  private receivedFrame(received: Buffer): void {
    if (this.transport) {
      const plaintext = this.transport.decrypt(received);
      this.decoding = this.decoding
        .then(async () => {
          const stanza = await decodeBinaryNode(plaintext);
          if (!this.ending) this.handler.stanza(this, stanza);
        })
        .catch((error: unknown) => {
          this.rejected(error);
        });
    } else if (this.saidHello) {
      const { noiseKey, payload, transport } = this.handshake.finish(received);
      this.transport = transport;
      this.handler.admitted(this, noiseKey, payload);
    } else if (this.handler.answersHello()) {
      this.saidHello = true;
      this.socket.send(frame(this.handshake.answerHello(received)));
    }
  }

  private rejected(error: unknown): void {
    this.log('protocol-error', { connection: this.number, message: String(error) });
    this.cut();
  }
}
