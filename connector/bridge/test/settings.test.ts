import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SettingsError, readSettings } from '../src/settings.js';

const USABLE = { BRIDGE_SOCKET: '/run/bridge.sock', SESSIONS_PATH: '/var/lib/bridge' };

test('settings that are right are taken, with defaults for what is left out', () => {
  assert.deepEqual(readSettings(USABLE), {
    socketPath: '/run/bridge.sock',
    sessionsPath: '/var/lib/bridge',
    exitWithParent: false,
    logLevel: 'info',
    queryTimeoutMs: 15_000,
    sentRetentionHours: 168,
  });
  assert.equal(readSettings({ ...USABLE, BRIDGE_EXIT_WITH_PARENT: 'true' }).exitWithParent, true);
});

test('everything that is wrong is said at once, with variable, value and remedy', () => {
  const environment = {
    SESSIONS_PATH: 'data',
    BRIDGE_EXIT_WITH_PARENT: 'yes',
    LOG_LEVEL: 'loud',
    WHATSAPP_QUERY_TIMEOUT_MS: '0',
    WHATSAPP_SENT_RETENTION_HOURS: 'week',
  };

  assert.throws(
    () => readSettings(environment),
    (error) => {
      assert.ok(error instanceof SettingsError);
      assert.equal(error.problems.length, 6);
      assert.match(error.message, /BRIDGE_SOCKET is not set: set it to/);
      assert.match(error.message, /SESSIONS_PATH is "data".*absolute/);
      assert.match(error.message, /BRIDGE_EXIT_WITH_PARENT is "yes": set it to true or false/);
      assert.match(error.message, /WHATSAPP_QUERY_TIMEOUT_MS is "0": set it to/);
      assert.match(error.message, /LOG_LEVEL is "loud": set it to one of trace, debug/);
      return true;
    },
  );
});

test('a socket path may have 107 bytes and no more', () => {
  const longest = `/${'s'.repeat(106)}`;

  assert.equal(readSettings({ ...USABLE, BRIDGE_SOCKET: longest }).socketPath, longest);
  assert.throws(() => readSettings({ ...USABLE, BRIDGE_SOCKET: `${longest}s` }), /at most 107 bytes/);
});
