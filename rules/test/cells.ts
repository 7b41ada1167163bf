import type { RulesTestContext } from '@firebase/rules-unit-testing';

export type Database = ReturnType<RulesTestContext['firestore']>;
type Query = ReturnType<Database['collection']> | ReturnType<Database['collectionGroup']>;

type RoleName =
  'nobody' | 'a stranger' | 'an unknown role' | 'an employee' | 'another employee' | 'a super-admin';

/** Who asks; without a uid, a client that is not signed in. */
export interface Role {
  readonly name: RoleName;
  readonly uid?: string;
  readonly claims?: { readonly role?: string };
}

export const ROLES: readonly Role[] = [
  { name: 'nobody' },
  { name: 'a stranger', uid: 'stranger', claims: {} },
  { name: 'an unknown role', uid: 'visitor', claims: { role: 'visitor' } },
  { name: 'an employee', uid: 'ana', claims: { role: 'employee' } },
  { name: 'another employee', uid: 'dan', claims: { role: 'employee' } },
  { name: 'a super-admin', uid: 'root', claims: { role: 'super_admin' } },
];

const NOBODY: readonly RoleName[] = [];
const SUPER_ADMINS: readonly RoleName[] = ['a super-admin'];
const EMPLOYEES: readonly RoleName[] = ['an employee', 'another employee', ...SUPER_ADMINS];
const ANA: readonly RoleName[] = ['an employee', ...SUPER_ADMINS];

interface Place {
  readonly path: string;
  readonly readers: readonly RoleName[];
  readonly fields?: Record<string, unknown>;
}

/** Every kind of document there is, in both layouts, with who may read it. */
export const PLACES: readonly Place[] = [
  { path: 'whatsapp_accounts/sales', readers: EMPLOYEES },
  { path: 'whatsapp_accounts/sales/private/state', readers: SUPER_ADMINS },
  { path: 'whatsapp_accounts/sales/aliases/777', readers: NOBODY },
  { path: 'whatsapp_accounts/sales/deadLetters/1', readers: NOBODY },
  { path: 'whatsapp_threads/sales_407', readers: EMPLOYEES },
  { path: 'whatsapp_messages/sales_407_in.1', readers: EMPLOYEES },
  { path: 'whatsapp_outbox/1', readers: ANA, fields: { senderUid: 'ana' } },
  { path: 'whatsapp_outbox/without-sender', readers: SUPER_ADMINS },
  { path: 'whatsapp_ingest/sales_407_in.1', readers: NOBODY },
  { path: 'whatsapp_connectors/volume', readers: NOBODY },
  { path: 'whatsapp_session_resets/sales', readers: NOBODY },
  { path: 'whatsapp_alerts/1', readers: SUPER_ADMINS },
  { path: 'app_config/whatsapp_connector', readers: EMPLOYEES },
  { path: 'app_config/another', readers: NOBODY },
  { path: 'accounts/sales', readers: EMPLOYEES },
  { path: 'accounts/sales/private/state', readers: SUPER_ADMINS },
  { path: 'accounts/sales/aliases/777', readers: NOBODY },
  { path: 'accounts/sales/deadLetters/1', readers: NOBODY },
  { path: 'threads/sales__407', readers: EMPLOYEES },
  { path: 'threads/sales__407/messages/1', readers: EMPLOYEES },
  { path: 'outbox/1', readers: ANA, fields: { senderUid: 'ana' } },
  { path: 'inboundDedupe/sales__1', readers: NOBODY },
  { path: 'wa_accounts/sales', readers: NOBODY },
  { path: 'anything/else', readers: NOBODY },
];

interface List {
  readonly name: string;
  readonly readers: readonly RoleName[];
  readonly query: (database: Database, uid: string) => Query | ReturnType<Query['where']>;
}

function whole(collection: string, readers: readonly RoleName[]): List {
  return { name: `all of ${collection}`, readers, query: (db) => db.collection(collection) };
}

/** What applications ask for many of at once. */
export const LISTS: readonly List[] = [
  whole('whatsapp_accounts', EMPLOYEES),
  whole('whatsapp_accounts/sales/private', SUPER_ADMINS),
  whole('whatsapp_threads', EMPLOYEES),
  whole('whatsapp_messages', EMPLOYEES),
  whole('whatsapp_outbox', SUPER_ADMINS),
  whole('whatsapp_ingest', NOBODY),
  whole('whatsapp_connectors', NOBODY),
  whole('whatsapp_alerts', SUPER_ADMINS),
  whole('app_config', NOBODY),
  whole('accounts', EMPLOYEES),
  whole('accounts/sales/private', SUPER_ADMINS),
  whole('threads', EMPLOYEES),
  whole('threads/sales__407/messages', EMPLOYEES),
  whole('outbox', SUPER_ADMINS),
  whole('inboundDedupe', NOBODY),
  {
    name: 'the messages of all threads',
    readers: EMPLOYEES,
    query: (db) => db.collectionGroup('messages'),
  },
  {
    name: 'the private states of all accounts',
    readers: NOBODY,
    query: (db) => db.collectionGroup('private'),
  },
  ...['whatsapp_outbox', 'outbox'].flatMap((outbox): List[] => [
    {
      name: `their own of ${outbox}`,
      readers: EMPLOYEES,
      query: (db, uid) => db.collection(outbox).where('senderUid', '==', uid),
    },
    {
      name: `Ana's of ${outbox}`,
      readers: ANA,
      query: (db) => db.collection(outbox).where('senderUid', '==', 'ana'),
    },
  ]),
];
