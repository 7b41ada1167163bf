import { connectionRoutes } from './admin-connections.js';
import { contactRoutes } from './admin-contacts.js';
import { groupRoutes } from './admin-groups.js';
import { phoneRoutes } from './admin-phones.js';
import { serverRoutes } from './admin-server.js';
import type { Route } from './http.js';
import type { World } from './world.js';

/** The admin API: the hands on the phones and the levers of the server. The README shows each call. */
export function adminRoutes(world: World): Route[] {
  return [
    ...serverRoutes(world),
    ...phoneRoutes(world),
    ...contactRoutes(world),
    ...groupRoutes(world),
    ...connectionRoutes(world),
  ];
}
