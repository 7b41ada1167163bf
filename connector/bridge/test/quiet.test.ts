import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { decodeBinaryNode } from '@whiskeysockets/baileys';
import { isUnparsableFrame } from '../src/attribution.js';
import { masked } from '../src/log.js';
import { baileysLogger, silenceConsole } from '../src/quiet.js';

function recorded() {
  const lines: string[] = [];
  return { lines, log: pino({ level: 'trace' }, { write: (line: string) => lines.push(line) }) };
}

test('what a library prints on the console loses everything but its first words', () => {
  const { lines, log } = recorded();
  const restore = silenceConsole(log);
  try {
    console.info('Closing session:', { privKey: 'very secret' });
    console.error({ privKey: 'very secret' });
  } finally {
    restore();
  }

  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /Closing session:/);
  assert.doesNotMatch(lines.join(), /secret/);
});

test('Baileys’ warnings come through without the objects they came with', () => {
  const { lines, log } = recorded();
  const logger = baileysLogger(log);

  logger.error(
    { node: 'whole stanza', err: new Error('no session for 40712345678.0') },
    'failed to decrypt message',
  );
  logger.info({ creds: 'secret' }, 'logging in...');

  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /failed to decrypt message/);
  assert.match(lines[0] ?? '', /no session for \*\*\*78\.0/);
  assert.doesNotMatch(lines.join(), /stanza|secret/);
});

test('phone numbers are masked, short numbers are not', () => {
  assert.equal(masked('40712345678:2@s.whatsapp.net got 463'), '***78:2@s.whatsapp.net got 463');
});

test('a frame that cannot be parsed is told from one that cannot be decrypted', async () => {
  const parse: unknown = await decodeBinaryNode(Buffer.from('00f8ffee0102', 'hex')).catch(
    (error: unknown) => error,
  );
  const inflate = Object.assign(new Error('incorrect header check'), { code: 'Z_DATA_ERROR' });

  assert.equal(isUnparsableFrame(parse), true);
  assert.equal(isUnparsableFrame(inflate), true);
  assert.equal(isUnparsableFrame(new Error('Unsupported state or unable to authenticate data')), false);
  assert.equal(isUnparsableFrame(1006), false);
});
