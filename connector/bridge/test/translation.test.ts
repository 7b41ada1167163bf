import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type BinaryNode, type WAMessage, type WAMessageKey, proto } from '@whiskeysockets/baileys';
import { ReceiptKind } from '../gen/whatsapp/bridge/v1/bridge_pb.js';
import { type Account, translateMessage } from '../src/inbound.js';
import { bareJid, isRecipient, namesOf } from '../src/jid.js';
import { provesTaken, translateAck, translateReceipt } from '../src/receipts.js';

const OWN = '40712345678@s.whatsapp.net';
const OWN_LID = '100@lid';
const PN = '40722222222@s.whatsapp.net';
const LID = '200@lid';
const GROUP = '120363000000000000@g.us';
const account: Account = {
  own: [OWN, OWN_LID],
  otherName: (jid) => new Map([['300@lid', '40733333333@s.whatsapp.net']]).get(jid),
};

function message(
  content: proto.IMessage | undefined,
  key: WAMessageKey = {},
  more: Partial<WAMessage> = {},
): WAMessage {
  return {
    key: { remoteJid: PN, fromMe: false, id: 'ID', ...key },
    messageTimestamp: 1_700_000_000,
    pushName: 'Ana',
    ...(content && { message: proto.Message.create(content) }),
    ...more,
  };
}

function translated(given: WAMessage, offline = false) {
  const [translation, ...more] = translateMessage(given, offline, account);
  assert.ok(translation, 'the message was left out');
  assert.deepEqual(more, []);
  return translation;
}

test('text is found wherever WhatsApp wraps it', () => {
  const inner = { conversation: 'hello' };
  const wrapped: proto.IMessage[] = [
    inner,
    { extendedTextMessage: { text: 'hello' } },
    { ephemeralMessage: { message: inner } },
    { viewOnceMessageV2: { message: { extendedTextMessage: { text: 'hello' } } } },
    { ephemeralMessage: { message: { viewOnceMessage: { message: inner } } } },
    { ...inner, senderKeyDistributionMessage: { groupId: GROUP }, messageContextInfo: {} },
  ];

  for (const content of wrapped) {
    const { content: result, pushName, sentAt, offline } = translated(message(content), true);
    assert.ok(result.case === 'text');
    assert.equal(result.value.body, 'hello');
    assert.equal(pushName, 'Ana');
    assert.equal(sentAt?.seconds, 1_700_000_000n);
    assert.equal(offline, true);
  }
});

test('what there are no words for is kept whole under its name', () => {
  const poll = { name: 'Lunch?' };
  const content = { ephemeralMessage: { message: { pollCreationMessageV3: poll } } };

  const { content: result } = translated(message(content));

  assert.ok(result.case === 'unsupported');
  assert.equal(result.value.kind, 'pollCreationMessageV3');
  assert.equal(
    proto.Message.decode(result.value.raw).ephemeralMessage?.message?.pollCreationMessageV3?.name,
    'Lunch?',
  );
  // Changes that do not say of what.
  for (const [kind, other] of [
    ['reactionMessage', { reactionMessage: { text: '👍' } }],
    ['call', { call: { callKey: Buffer.from('k') } }],
    ['protocolMessage', { protocolMessage: { type: proto.Message.ProtocolMessage.Type.REVOKE } }],
  ] as const) {
    const { content: unsupported } = translated(message(other));
    assert.ok(unsupported.case === 'unsupported');
    assert.equal(unsupported.value.kind, kind);
  }
});

test('what belongs to no conversation is left out', () => {
  const { Type } = proto.Message.ProtocolMessage;
  const housekeeping: proto.IMessage[] = [
    { protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION } },
    { protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } },
    { protocolMessage: { type: Type.PEER_DATA_OPERATION_REQUEST_MESSAGE } },
    { senderKeyDistributionMessage: { groupId: GROUP } },
    { messageContextInfo: {} },
    {},
  ];

  for (const content of housekeeping) {
    assert.deepEqual(translateMessage(message(content), false, account), [], JSON.stringify(content));
  }
  assert.deepEqual(translateMessage(message(undefined), false, account), []);
  const text = { conversation: 'x' };
  for (const remoteJid of ['status@broadcast', '120363@newsletter', '', null]) {
    assert.deepEqual(translateMessage(message(text, { remoteJid }), false, account), []);
  }
});

test('what the phone sends again of a message without content is that message', () => {
  const again = proto.WebMessageInfo.encode({
    key: { remoteJid: PN, fromMe: false, id: 'LOST' },
    message: { conversation: 'from an advertisement' },
    messageTimestamp: 1_600_000_000,
  }).finish();
  const response = {
    protocolMessage: {
      type: proto.Message.ProtocolMessage.Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
      peerDataOperationRequestResponseMessage: {
        peerDataOperationResult: [{ placeholderMessageResendResponse: { webMessageInfoBytes: again } }],
      },
    },
  };

  const result = translated(message(response, { remoteJid: OWN, fromMe: true }));
  const forged = translateMessage(message(response), false, account);

  assert.deepEqual([result.key?.id, result.key?.chatJid, result.key?.fromMe], ['LOST', PN, false]);
  assert.equal(
    result.content.value && 'body' in result.content.value && result.content.value.body,
    'from an advertisement',
  );
  assert.deepEqual(forged, []);
});

test('a chat is named by the phone number when it is known, whichever of its names the stanza used', () => {
  const text = { conversation: 'x' };
  const cases: [WAMessageKey, chatJid: string, chatAltJid: string][] = [
    [{ remoteJid: '40722222222:7@s.whatsapp.net' }, PN, ''],
    [{ remoteJid: PN, remoteJidAlt: '200:7@lid' }, PN, LID],
    [{ remoteJid: LID, remoteJidAlt: PN }, PN, LID],
    [{ remoteJid: LID }, LID, ''],
    [{ remoteJid: '300@lid' }, '40733333333@s.whatsapp.net', '300@lid'],
    [{ remoteJid: '40722222222@hosted' }, PN, ''],
    // On what we wrote on the phone Baileys gives the sender's other name, which is ours.
    [{ remoteJid: LID, remoteJidAlt: OWN, fromMe: true }, LID, ''],
    [{ remoteJid: OWN_LID, remoteJidAlt: OWN, fromMe: true }, OWN, OWN_LID],
    // A contact's broadcast list is the contact's chat.
    [{ remoteJid: '123@broadcast', participant: LID, participantAlt: PN }, PN, LID],
  ];

  for (const [key, chatJid, chatAltJid] of cases) {
    const translation = translated(message(text, key)).key;
    assert.deepEqual(
      [translation?.chatJid, translation?.chatAltJid],
      [chatJid, chatAltJid],
      JSON.stringify(key),
    );
    assert.equal(translation?.participantJid, '');
  }
});

test('a group’s message names the group and who wrote', () => {
  const key = { remoteJid: GROUP, participant: '200:3@lid', participantAlt: PN };

  const translation = translated(message({ conversation: 'x' }, key)).key;

  assert.equal(translation?.chatJid, GROUP);
  assert.equal(translation.chatAltJid, '');
  assert.equal(translation.participantJid, PN);
  assert.equal(translation.participantAltJid, LID);
});

const receipt = (attrs: Record<string, string>, ids: string[] = []): BinaryNode => ({
  tag: 'receipt',
  attrs: { id: 'ID', from: PN, t: '1700000000', ...attrs },
  ...(ids.length > 0 && {
    content: [{ tag: 'list', attrs: {}, content: ids.map((id) => ({ tag: 'item', attrs: { id } })) }],
  }),
});

test('a receipt speaks for every message it names', () => {
  const receipts = translateReceipt(
    receipt({ type: 'read', from: '40722222222:4@s.whatsapp.net' }, ['B', 'C']),
    account,
  );

  assert.deepEqual(
    receipts.map(({ key, kind }) => [key?.id, key?.chatJid, key?.fromMe, kind]),
    ['ID', 'B', 'C'].map((id) => [id, PN, true, ReceiptKind.READ]),
  );
});

test('the types of receipts say delivered, read and played; the others say nothing of a message of ours', () => {
  const kind = (attrs: Record<string, string>) => translateReceipt(receipt(attrs), account)[0]?.kind;

  assert.equal(kind({}), ReceiptKind.DELIVERED);
  assert.equal(kind({ type: 'inactive' }), ReceiptKind.DELIVERED);
  assert.equal(kind({ type: 'read' }), ReceiptKind.READ);
  assert.equal(kind({ type: 'played' }), ReceiptKind.PLAYED);
  for (const type of ['retry', 'sender', 'read-self', 'peer_msg', 'hist_sync', 'server-error']) {
    assert.equal(kind({ type }), undefined, type);
  }
  // Our own phone has read what the contact wrote.
  assert.equal(kind({ from: OWN, recipient: PN, type: 'read' }), undefined);
  // Our own phone has got what we wrote in a group.
  assert.equal(kind({ from: GROUP, participant: '100:2@lid' }), undefined);
  assert.equal(kind({ from: 'status@broadcast', participant: PN }), undefined);
  // A note to ourselves has no other recipient.
  assert.equal(kind({ from: OWN }), ReceiptKind.DELIVERED);
});

test('a group’s receipt names who has it', () => {
  const [only] = translateReceipt(
    receipt({ from: GROUP, participant: '200:1@lid', participant_pn: PN }),
    account,
  );

  assert.deepEqual(
    [only?.key?.chatJid, only?.key?.participantJid, only?.key?.participantAltJid],
    [GROUP, PN, LID],
  );
});

test('who asks for a message again, or has its copy, was given it by the server', () => {
  const taken = (attrs: Record<string, string>) =>
    provesTaken(receipt(attrs), account).map(({ messageId, chatJid, errorCode }) => [
      messageId,
      chatJid,
      errorCode,
    ]);

  assert.deepEqual(taken({ type: 'retry', from: '40722222222:4@s.whatsapp.net' }), [['ID', PN, 0]]);
  assert.deepEqual(taken({ type: 'sender', from: OWN, recipient: PN }), [['ID', PN, 0]]);
  for (const type of ['read', 'read-self', 'peer_msg', 'server-error']) {
    assert.deepEqual(taken({ type }), [], type);
  }
});

const ack = (attrs: Record<string, string>): BinaryNode => ({
  tag: 'ack',
  attrs: { class: 'message', ...attrs },
});

test('an acknowledgement carries the server’s code, 0 when it took the message', () => {
  const code = (attrs: Record<string, string>) =>
    translateAck(ack({ id: 'ID', from: PN, ...attrs }), account)?.errorCode;

  assert.equal(code({}), 0);
  assert.equal(code({ error: '463' }), 463);
  assert.equal(code({ error: 'strange' }), 500);
  assert.equal(
    translateAck(ack({ id: 'ID', from: '300@lid' }), account)?.chatJid,
    '40733333333@s.whatsapp.net',
  );
});

test('an answer to what Baileys repeated to one device says nothing of the message', () => {
  assert.equal(
    translateAck(ack({ id: 'ID', from: '40722222222:4@s.whatsapp.net', error: '479' }), account),
    undefined,
  );
  assert.equal(
    translateAck(ack({ id: 'ID', from: GROUP, participant: PN, error: '479' }), account),
    undefined,
  );
  // Its own answer to a group may name us.
  assert.equal(translateAck(ack({ id: 'ID', from: GROUP, participant: OWN_LID }), account)?.chatJid, GROUP);
});

test('jids lose their device, and only people, LIDs and groups can be written to', () => {
  assert.equal(bareJid('40722222222:12@s.whatsapp.net'), PN);
  assert.equal(bareJid('nonsense'), '');
  assert.deepEqual(namesOf(GROUP, PN, account.otherName), { jid: GROUP, alt: '' });
  for (const jid of [PN, LID, GROUP, '40712345678-1400000000@g.us'])
    assert.equal(isRecipient(jid), true, jid);
  for (const jid of [
    '',
    '@lid',
    'x@lid',
    '1@newsletter',
    'status@broadcast',
    '1:2@lid',
    '1@s.whatsapp.net ',
  ]) {
    assert.equal(isRecipient(jid), false, jid);
  }
});
