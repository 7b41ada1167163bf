// Preloaded into a Node process that is measured: SIGUSR2 starts a CPU profile, the next one writes it.
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { basename, join } from 'node:path';

const session = new Session();
session.connect();
let running = false;

process.on('SIGUSR2', async () => {
  running = !running;
  if (running) {
    await session.post('Profiler.enable');
    await session.post('Profiler.start');
    return;
  }
  const { profile } = await session.post('Profiler.stop');
  const [, program = 'node'] = process.argv;
  const name = `${program.split('/').slice(-4, -2).join('-')}-${basename(program)}-${process.pid}.cpuprofile`;
  writeFileSync(join(process.env.BENCH_PROFILES, name), JSON.stringify(profile));
});
