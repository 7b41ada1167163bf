import { adminRoutes } from './admin.js';
import { makeHttpServer } from './http.js';
import { logNothing, type Log } from './log.js';
import { listen, LOOPBACK, startWhatsapp } from './server.js';
import { World } from './world.js';

export { loopbackUrl, NotLoopbackError, URL_VARIABLE } from './loopback-url.js';
export { trustLoopback } from './trust.js';
export type { Log } from './log.js';

/** What a loopback server is started with. */
export interface LoopbackOptions {
  /** Where Baileys connects; 0 (the default) is any free port. */
  readonly port?: number;
  /** Where the admin API listens; 0 (the default) is any free port. */
  readonly adminPort?: number;
  /** Where events are logged; nowhere by default. */
  readonly log?: Log;
}

/** A running loopback server. */
export interface Loopback {
  /** What `WHATSAPP_LOOPBACK_URL` has to be. */
  readonly whatsappUrl: string;
  readonly adminUrl: string;
  /** Cuts all connections and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts a WhatsApp server on 127.0.0.1 with nobody in it.
 *
 * libsignal prints session internals through the console of the process: silence it where that matters.
 *
 * @throws when a port cannot be listened on; nothing is left open then
 */
export async function startLoopback(options: LoopbackOptions = {}): Promise<Loopback> {
  const log = options.log ?? logNothing;
  const world = new World(log);
  const whatsapp = await startWhatsapp(world, options.port ?? 0);
  try {
    const admin = await listen(makeHttpServer(adminRoutes(world), log), options.adminPort ?? 0);
    return {
      whatsappUrl: `ws://${LOOPBACK}:${whatsapp.port}/ws/chat`,
      adminUrl: `http://${LOOPBACK}:${admin.port}`,
      close: async () => {
        await Promise.all([admin.close(), whatsapp.close()]);
        world.close();
      },
    };
  } catch (error) {
    await whatsapp.close();
    throw error;
  }
}
