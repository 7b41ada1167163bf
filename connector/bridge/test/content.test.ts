import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type WAMessageKey, proto } from '@whiskeysockets/baileys';
import { type InboundMessage, MediaKind } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type Account, translateMessage } from '../src/inbound.js';

const OWN = '40712345678@s.whatsapp.net';
const PN = '40722222222@s.whatsapp.net';
const LID = '200@lid';
const GROUP = '120363000000000000@g.us';
const account: Account = {
  own: [OWN, '100@lid'],
  otherName: (jid) => ({ [LID]: PN, '100@lid': OWN })[jid],
};
const { Type } = proto.Message.ProtocolMessage;

function translated(content: proto.IMessage, key: WAMessageKey = {}): InboundMessage {
  // As it comes from the wire, with numbers as Baileys decodes them.
  const message = proto.Message.decode(proto.Message.encode(content).finish());
  const given = { key: { remoteJid: PN, fromMe: false, id: 'ID', ...key }, message, messageTimestamp: 1 };
  const [translation] = translateMessage(given, false, account);
  assert.ok(translation, 'the message was left out');
  return translation;
}

/** The content, when it is of this kind. */
function content<C extends InboundMessage['content']['case']>(kind: C, { content: found }: InboundMessage) {
  assert.equal(found.case, kind);
  return found.value as Extract<InboundMessage['content'], { case: C }>['value'];
}

test('each kind of file comes with what is known of it, and with what is needed to download it', () => {
  const file = {
    mimetype: 'some/type',
    fileLength: 5_000_000_000,
    fileSha256: Buffer.from('digest'),
    mediaKey: Buffer.from('key'),
  };
  const cases: [proto.IMessage, MediaKind, Partial<ReturnType<typeof content<'media'>>>][] = [
    [
      { imageMessage: { ...file, caption: 'a cat', width: 3, height: 4 } },
      MediaKind.IMAGE,
      { caption: 'a cat', width: 3, height: 4 },
    ],
    [
      { videoMessage: { ...file, seconds: 7, gifPlayback: true } },
      MediaKind.VIDEO,
      { seconds: 7, animated: true },
    ],
    [{ ptvMessage: file }, MediaKind.VIDEO, { animated: false }],
    [{ audioMessage: { ...file, seconds: 9 } }, MediaKind.AUDIO, { seconds: 9 }],
    [{ audioMessage: { ...file, ptt: true } }, MediaKind.VOICE, {}],
    [{ documentMessage: { ...file, fileName: 'a.pdf' } }, MediaKind.DOCUMENT, { fileName: 'a.pdf' }],
    [
      { documentWithCaptionMessage: { message: { documentMessage: { ...file, caption: 'see' } } } },
      MediaKind.DOCUMENT,
      { caption: 'see' },
    ],
    [{ stickerMessage: { ...file, isAnimated: true } }, MediaKind.STICKER, { animated: true }],
  ];

  for (const [given, kind, more] of cases) {
    const message = translated(given);
    const media = content('media', message);
    const { mimeType, sizeBytes, sha256 } = media;
    assert.deepEqual([media.kind, mimeType, sizeBytes], [kind, 'some/type', 5_000_000_000n]);
    assert.equal(Buffer.from(sha256).toString(), 'digest');
    for (const [name, value] of Object.entries(more))
      assert.equal(media[name as keyof typeof media], value, name);
    assert.ok(Buffer.from(message.raw).includes('key'));
  }
});

test('a view-once picture in a chat whose messages disappear is a picture, and says both', () => {
  const imageMessage = { mimetype: 'image/jpeg', viewOnce: true, contextInfo: { expiration: 86_400 } };

  const message = translated({
    ephemeralMessage: { message: { viewOnceMessageV2: { message: { imageMessage } } } },
  });

  assert.equal(content('media', message).kind, MediaKind.IMAGE);
  assert.equal(message.viewOnce, true);
  assert.equal(message.expiresAfterSeconds, 86_400);
  assert.equal(translated({ conversation: 'stays' }).viewOnce, false);
});

test('a place is a location, a shared way a live one', () => {
  const place = { degreesLatitude: 44.43, degreesLongitude: 26.1 };

  const fixed = content(
    'location',
    translated({ locationMessage: { ...place, name: 'Ateneul', address: 'Str. 1' } }),
  );
  const live = content('location', translated({ liveLocationMessage: { ...place, caption: 'on my way' } }));

  assert.deepEqual(
    [fixed.latitude, fixed.longitude, fixed.name, fixed.address, fixed.live],
    [44.43, 26.1, 'Ateneul', 'Str. 1', false],
  );
  assert.deepEqual([live.latitude, live.live, live.caption], [44.43, true, 'on my way']);
});

test('one contact card and several are contacts', () => {
  const card = { displayName: 'Ana', vcard: 'BEGIN:VCARD' };

  for (const given of [{ contactMessage: card }, { contactsArrayMessage: { contacts: [card] } }]) {
    const { contacts } = content('contacts', translated(given));
    assert.deepEqual(
      contacts.map(({ displayName, vcard }) => [displayName, vcard]),
      [['Ana', 'BEGIN:VCARD']],
    );
  }
});

test('a change names its message as this account knows it, whoever made the change', () => {
  const inGroup = { remoteJid: GROUP, participant: LID };
  const cases: [carrier: WAMessageKey, key: proto.IMessageKey, fromMe: boolean, participant: string][] = [
    // The contact speaks of its own message, and of ours.
    [{}, { remoteJid: OWN, fromMe: true, id: 'T' }, false, ''],
    [{}, { remoteJid: OWN, fromMe: false, id: 'T' }, true, ''],
    // Our phone speaks of ours, and of the contact's.
    [{ fromMe: true }, { fromMe: true, id: 'T' }, true, ''],
    [{ fromMe: true }, { fromMe: false, id: 'T' }, false, ''],
    // A member of a group speaks of its own message, of ours, and of a third one's.
    [inGroup, { fromMe: true, id: 'T' }, false, PN],
    [inGroup, { fromMe: false, id: 'T', participant: '100@lid' }, true, OWN],
    [inGroup, { fromMe: false, id: 'T', participant: '300:2@lid' }, false, '300@lid'],
  ];

  for (const [carrier, key, fromMe, participant] of cases) {
    const message = translated({ reactionMessage: { key, text: '👍' } }, carrier);
    const { target, emoji } = content('reaction', message);
    assert.deepEqual(
      [target?.id, target?.chatJid, target?.fromMe, target?.participantJid, emoji],
      ['T', message.key?.chatJid, fromMe, participant, '👍'],
      JSON.stringify([carrier, key]),
    );
  }
});

test('a reaction without an emoji takes the one before back', () => {
  const { emoji } = content('reaction', translated({ reactionMessage: { key: { id: 'T' }, text: '' } }));

  assert.equal(emoji, '');
});

test('an edit brings the new content, of text and of a caption', () => {
  const edit = (editedMessage: proto.IMessage) =>
    content(
      'edit',
      translated({
        editedMessage: {
          message: {
            protocolMessage: { type: Type.MESSAGE_EDIT, key: { id: 'T', fromMe: true }, editedMessage },
          },
        },
      }),
    );

  const text = edit({ extendedTextMessage: { text: 'better' } });
  const caption = edit({ imageMessage: { caption: 'better' } });

  assert.equal(text.target?.id, 'T');
  assert.ok(text.content.case === 'text' && text.content.value.body === 'better');
  assert.ok(caption.content.case === 'media' && caption.content.value.caption === 'better');
});

test('an admin’s deletion names the author of what is deleted', () => {
  const key = { id: 'T', fromMe: false, participant: '300@lid' };

  const message = translated(
    { protocolMessage: { type: Type.REVOKE, key } },
    { remoteJid: GROUP, participant: LID },
  );

  const { target } = content('deletion', message);
  assert.deepEqual([message.key?.participantJid, target?.participantJid, target?.id], [PN, '300@lid', 'T']);
});

test('a reply shows what it replies to, cut between characters', () => {
  const quotedMessage = { imageMessage: { caption: '👍'.repeat(300) } };
  const contextInfo = { stanzaId: 'BEFORE', participant: LID, quotedMessage };

  const { quoted } = translated({ extendedTextMessage: { text: 'yes', contextInfo } });

  assert.deepEqual(
    [quoted?.messageId, quoted?.participantJid, quoted?.text],
    ['BEFORE', PN, '👍'.repeat(200)],
  );
  assert.equal(translated({ conversation: 'no reply' }).quoted, undefined);
});
