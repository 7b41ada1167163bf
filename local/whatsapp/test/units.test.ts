import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { Curve, NOISE_WA_HEADER } from '@whiskeysockets/baileys';
import { userAddress } from '../src/jids.js';
import { masked } from '../src/log.js';
import { frame, FrameReader, ProtocolError } from '../src/noise.js';
import { KeyedSerial } from '../src/waiting.js';
import { generateSigningKeyPair, verifyXeddsa } from '../src/xeddsa.js';

test('a signature is right for its key and message, and for nothing else', () => {
  for (let round = 0; round < 8; round++) {
    const [key, other] = [Curve.generateKeyPair(), Curve.generateKeyPair()];
    const message = randomBytes(40);
    const signature = Curve.sign(key.private, message);
    const damaged = Buffer.from(signature);
    damaged[5] = (damaged[5] ?? 0) ^ 1;

    assert.ok(verifyXeddsa(key.public, message, signature));
    assert.ok(!verifyXeddsa(other.public, message, signature));
    assert.ok(!verifyXeddsa(key.public, randomBytes(40), signature));
    assert.ok(!verifyXeddsa(key.public, message, damaged));
    assert.ok(!verifyXeddsa(key.public, message, signature.subarray(1)));
  }
});

test('a generated key pair agrees and signs like one of libsignal', () => {
  for (let round = 0; round < 8; round++) {
    const [own, peer] = [generateSigningKeyPair(), Curve.generateKeyPair()];
    const message = randomBytes(33);

    assert.deepEqual(Curve.sharedKey(own.private, peer.public), Curve.sharedKey(peer.private, own.public));
    assert.ok(verifyXeddsa(own.public, message, own.sign(message)));
    assert.ok(verifyXeddsa(own.public, message, Curve.sign(own.private, message)));
    assert.ok(!verifyXeddsa(own.public, randomBytes(33), own.sign(message)));
  }
});

test('frames come out whole, however the bytes were cut', () => {
  const routing = Buffer.concat([Buffer.from('ED'), Buffer.from([0, 1, 0, 0, 3, 9, 9, 9])]);
  const sent = [Buffer.from('a'), Buffer.alloc(0), Buffer.alloc(70_000, 7)];
  const stream = Buffer.concat([routing, NOISE_WA_HEADER, ...sent.map(frame)]);

  for (const size of [1, 2, 5, 64, stream.length]) {
    const reader = new FrameReader();
    const frames: Buffer[] = [];
    for (let at = 0; at < stream.length; at += size) {
      frames.push(...reader.push(stream.subarray(at, at + size)).map((found) => Buffer.from(found)));
      if (size === 1 && at > 100) break;
    }

    assert.deepEqual(frames, size === 1 ? sent.slice(0, 2) : sent);
  }
});

test('a stream that does not begin as Baileys begins is refused', () => {
  assert.throws(() => new FrameReader().push(Buffer.from('GET / HTTP/1.1')), ProtocolError);
});

test('addresses are taken apart', () => {
  assert.deepEqual(userAddress('4071:2@s.whatsapp.net'), { user: '4071', kind: 'pn', device: 2 });
  assert.deepEqual(userAddress('99@lid'), { user: '99', kind: 'lid', device: 0 });
  assert.equal(userAddress('123@g.us'), undefined);
  assert.equal(userAddress(undefined), undefined);
});

test('tasks of one key keep their order, also after a failure', async () => {
  const serial = new KeyedSerial();
  const done: number[] = [];
  const task = (id: number, turns: number) => async () => {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve();
    done.push(id);
  };

  const failing = serial.run('a', () => Promise.reject(new Error('once')));
  await Promise.all([
    assert.rejects(failing, /once/),
    serial.run('a', task(1, 20)),
    serial.run('a', task(2, 1)),
    serial.run('b', task(3, 0)),
  ]);

  assert.deepEqual(done, [3, 1, 2]);
});

test('phone numbers are logged masked', () => {
  assert.equal(masked('40712345678'), '407…78');
  assert.equal(masked('123'), '…');
});
