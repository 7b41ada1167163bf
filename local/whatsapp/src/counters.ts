/** The queries that are told apart; anything else counts as `other`. */
export const QUERY_KINDS = [
  'usync',
  'prekeys',
  'prekeyCount',
  'prekeyUpload',
  'digest',
  'passive',
  'props',
  'blocklist',
  'privacy',
  'tokens',
  'ping',
  'appState',
  'groups',
  'media',
  'devices',
  'other',
] as const;

/** What a query asks for. */
export type QueryKind = (typeof QUERY_KINDS)[number];

/** The figures of one account, or of all. */
export interface Tally {
  /** Message stanzas received from accounts, each resend included. */
  stanzas: number;
  /** Distinct pairs of account and message id among them. */
  ids: number;
  /** Message stanzas that were answered with an error. */
  refused: number;
  queries: Record<QueryKind, number>;
  logins: number;
  pairings: number;
}

function emptyTally(): Tally {
  const queries = Object.fromEntries(QUERY_KINDS.map((kind) => [kind, 0])) as Record<QueryKind, number>;
  return { stanzas: 0, ids: 0, refused: 0, queries, logins: 0, pairings: 0 };
}

/** Counts what accounts do, together and each. */
export class Counters {
  private total = emptyTally();
  private readonly accounts = new Map<string, Tally>();
  private readonly ids = new Map<string, Set<string>>();

  message(account: string, id: string): void {
    const seen = this.ids.get(account) ?? new Set<string>();
    this.ids.set(account, seen);
    const isNew = !seen.has(id);
    seen.add(id);
    this.count(account, (tally) => {
      tally.stanzas++;
      if (isNew) tally.ids++;
    });
  }

  refused(account: string): void {
    this.count(account, (tally) => tally.refused++);
  }

  query(account: string, kind: QueryKind): void {
    this.count(account, (tally) => tally.queries[kind]++);
  }

  login(account: string): void {
    this.count(account, (tally) => tally.logins++);
  }

  pairing(account: string): void {
    this.count(account, (tally) => tally.pairings++);
  }

  snapshot(): Tally & { byAccount: Record<string, Tally> } {
    return { ...this.total, byAccount: Object.fromEntries(this.accounts) };
  }

  reset(): void {
    this.total = emptyTally();
    this.accounts.clear();
    this.ids.clear();
  }

  private count(account: string, step: (tally: Tally) => void): void {
    const own = this.accounts.get(account) ?? emptyTally();
    this.accounts.set(account, own);
    step(own);
    step(this.total);
  }
}
