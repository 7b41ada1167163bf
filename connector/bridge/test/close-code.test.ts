import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Boom } from '@hapi/boom';
import { closeCause } from '../src/close-code.js';

test('a ban for a time says when it ends and what for', () => {
  const data = { reason: '402', code: '101', expire: '3600' };

  const cause = closeCause(new Boom('Connection Failure', { statusCode: 402, data }), () => 1_000);

  assert.equal(cause.code, 402);
  assert.equal(cause.retryAfterMs, 3_601_000);
  assert.match(cause.restriction ?? '', /too many messages/);
});

test('a refusal without a time has none, and passes on what WhatsApp says', () => {
  const refused = (statusCode: number, data: object) =>
    closeCause(new Boom('Connection Failure', { statusCode, data }));

  assert.equal(refused(402, { expire: 'soon' }).retryAfterMs, undefined);
  assert.equal(refused(403, { expire: '3600', message: 'banned' }).retryAfterMs, undefined);
  assert.equal(refused(403, { message: 'banned' }).restriction, 'banned');
  assert.deepEqual(closeCause(1006), { code: 428, reason: 'the WebSocket closed with code 1006' });
});
