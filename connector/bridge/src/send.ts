import { Boom } from '@hapi/boom';
import {
  DisconnectReason,
  type GroupMetadata,
  type WASocket,
  generateWAMessageContent,
} from '@whiskeysockets/baileys';
import { ErrorReason } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import type { DeviceLists, Devices } from './devices.js';
import { BridgeError, invalidField, maybeWritten, messageOf, notConnected, queryFailed } from './errors.js';
import { bareJid, isGroup, isLid } from './jid.js';
import { type Logger, masked } from './log.js';
import { baileysLogger } from './quiet.js';
import type { SentMessages } from './sent-messages.js';

/** One text message to write. */
export interface Outgoing {
  readonly messageId: string;
  readonly toJid: string;
  readonly text: string;
}

/** `taken before`: the server has a message with this id, and nothing was written. */
export type SendOutcome = 'written' | 'taken before';

/** What a send works with. */
export interface SendParts {
  readonly accountId: string;
  readonly sock: WASocket;
  readonly devices: Devices;
  readonly groupMetadata: (jid: string) => Promise<GroupMetadata>;
  readonly sent: SentMessages;
  readonly log: Logger;
  /** Called when all is looked up, and the stanza may be written from here on. */
  readonly onWriting: () => void;
}

/**
 * Writes one message to the socket.
 *
 * @throws BridgeError UNKNOWN when the stanza may have been written, any other kind when it was not
 */
export async function sendText(parts: SendParts, { messageId, toJid, text }: Outgoing): Promise<void> {
  const { accountId, sock, devices, sent, log, onWriting } = parts;
  const message = await generateWAMessageContent(
    // No link preview: it would fetch whatever address the text holds, from here.
    { text, linkPreview: null },
    { logger: baileysLogger(log), upload: sock.waUploadToServer },
  );
  const kept = sent.put(accountId, messageId, message);
  // It is awaited below; when the look-up fails first, its own failure must not go unheard.
  kept.catch(() => undefined);
  let recipients: DeviceLists;
  try {
    recipients = await lookUpDevices(parts, toJid);
    await kept;
  } catch (error) {
    throw beforeWriting(error, accountId);
  }
  onWriting();
  try {
    await devices.sendTo(recipients, () => sock.relayMessage(toJid, message, { messageId }));
  } catch (error) {
    throw wasRefusedBeforeWriting(error)
      ? beforeWriting(error, accountId)
      : maybeWritten(describe(error), error);
  }
}

async function lookUpDevices(parts: SendParts, toJid: string): Promise<DeviceLists> {
  const { sock, devices, groupMetadata } = parts;
  if (isGroup(toJid)) {
    const { participants } = await groupMetadata(toJid);
    const ids = participants.map(({ id }) => id);
    return devices.lookUp(() => sock.getUSyncDevices(ids, true, false));
  }
  // The same query that Baileys makes for a message, which names us in the way it names the recipient.
  const own = bareJid(isLid(toJid) && sock.user?.lid ? sock.user.lid : sock.user?.id);
  let jids: string[] = [];
  const found = await devices.lookUp(async () => {
    jids = (await sock.getUSyncDevices([own, toJid], true, false)).map(({ jid }) => jid);
  });
  const [user = ''] = toJid.split('@');
  if ((found.get(user) ?? []).length === 0) {
    throw invalidField(
      'to_jid',
      'WhatsApp knows no device of this recipient; nothing was written',
      ErrorReason.NOT_ON_WHATSAPP,
    );
  }
  // Asks for the keys of devices that this account has no session with. Baileys would do so while it writes,
  // where a query that is not answered cannot be told from a stanza that may have gone out. In a group it does:
  // only Baileys knows which devices have the group's key already.
  const { me } = sock.authState.creds;
  await sock.assertSessions(jids.filter((jid) => jid !== me?.id && jid !== me?.lid));
  return found;
}

/**
 * Whether Baileys gave up before the stanza went to the socket. Its last step before that is the check that
 * the socket is open; a query before it rejects with a number when the socket drops, and with a Boom when
 * the server says no. A time-out (408) or an error of the socket itself can come from the write.
 */
function wasRefusedBeforeWriting(error: unknown): boolean {
  if (error instanceof BridgeError) return error.kind !== 'UNKNOWN';
  const timedOut: number = DisconnectReason.timedOut;
  if (error instanceof Boom) return error.output.statusCode !== timedOut;
  return typeof error === 'number';
}

function beforeWriting(error: unknown, accountId: string): BridgeError {
  if (error instanceof BridgeError) return error;
  const closed: number = DisconnectReason.connectionClosed;
  const socketGone =
    typeof error === 'number' || (error instanceof Boom && error.output.statusCode === closed);
  return socketGone ? notConnected(accountId) : queryFailed(describe(error), error);
}

function describe(error: unknown): string {
  return masked(messageOf(error));
}
