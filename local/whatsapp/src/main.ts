#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { startLoopback } from './index.js';
import { logToStderr, silenceConsole } from './log.js';

const USAGE = 'whatsapp-loopback [--port N] [--admin-port N] [--exit-with-parent]';

function fail(message: string): never {
  process.stderr.write(`${message}\nusage: ${USAGE}\n`);
  process.exit(2);
}

function port(name: string, value: string | undefined): number {
  const number = Number(value ?? '0');
  if (!Number.isInteger(number) || number < 0 || number > 65_535) {
    fail(`--${name} is '${value ?? ''}'; it must be a port from 0 (any free one) to 65535`);
  }
  return number;
}

function readArguments(): { port: number; adminPort: number; exitWithParent: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        port: { type: 'string' },
        'admin-port': { type: 'string' },
        'exit-with-parent': { type: 'boolean', default: false },
      },
    });
    return {
      port: port('port', values.port),
      adminPort: port('admin-port', values['admin-port']),
      exitWithParent: values['exit-with-parent'],
    };
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

silenceConsole();
const { exitWithParent, ...ports } = readArguments();
// At once: there is nothing to save, and whoever stops a test server wants its ports back.
const stop = (): void => process.exit(0);
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
if (exitWithParent) process.stdin.on('end', stop).on('error', stop).resume();
try {
  const { whatsappUrl, adminUrl } = await startLoopback({ ...ports, log: logToStderr });
  process.stdout.write(`${JSON.stringify({ whatsappUrl, adminUrl })}\n`);
} catch (error) {
  process.stderr.write(`cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
