/** How the server treats an account. The defaults are those of a server in good health. */
export interface Behaviour {
  /** What becomes of the messages that an account sends. */
  readonly acks: {
    /**
     * `normal` acknowledges and delivers; `delay` does so too, but answers after `delayMs`; `refuse` answers
     * with `errorCode` and delivers nothing; `drop` never answers.
     */
    readonly mode: 'normal' | 'delay' | 'refuse' | 'drop';
    readonly delayMs: number;
    readonly errorCode: number;
    /** Whether a message whose ack is dropped still reaches its recipients. */
    readonly deliverDropped: boolean;
  };
  /** Whether contacts answer what they read with a delivery receipt. */
  readonly receipts: { readonly delivery: boolean };
  /** Whether a login closes the older connections of the same device (440). */
  readonly evictOlderConnections: boolean;
  /** False: queries are accepted and never answered. */
  readonly answerQueries: boolean;
  /** `silent`: the server takes the connection and never says hello. Not per account: nobody is known yet. */
  readonly handshake: 'normal' | 'silent';
  /** The code that every login is refused with; null lets them in. */
  readonly login: { readonly failure: number | null };
}

/** Any subset of a behaviour, as `PUT /behaviour` takes it. */
export type BehaviourChange = {
  readonly [K in keyof Behaviour]?: Behaviour[K] extends object ? Partial<Behaviour[K]> : Behaviour[K];
};

const DEFAULTS: Behaviour = {
  acks: { mode: 'normal', delayMs: 0, errorCode: 463, deliverDropped: true },
  receipts: { delivery: true },
  evictOlderConnections: true,
  answerQueries: true,
  handshake: 'normal',
  login: { failure: null },
};

function changed(base: Behaviour, change: BehaviourChange): Behaviour {
  return {
    acks: { ...base.acks, ...change.acks },
    receipts: { ...base.receipts, ...change.receipts },
    evictOlderConnections: change.evictOlderConnections ?? base.evictOlderConnections,
    answerQueries: change.answerQueries ?? base.answerQueries,
    handshake: change.handshake ?? base.handshake,
    login: { ...base.login, ...change.login },
  };
}

function merged(first: BehaviourChange, second: BehaviourChange): BehaviourChange {
  return {
    ...first,
    ...second,
    ...((first.acks ?? second.acks) && { acks: { ...first.acks, ...second.acks } }),
    ...((first.receipts ?? second.receipts) && { receipts: { ...first.receipts, ...second.receipts } }),
    ...((first.login ?? second.login) && { login: { ...first.login, ...second.login } }),
  };
}

/** The behaviour in force: one for everybody, and what single accounts differ in. */
export class Behaviours {
  private common = DEFAULTS;
  private readonly changes = new Map<string, BehaviourChange>();
  private readonly effective = new Map<string, Behaviour>();

  /** The behaviour towards an account, or towards those not known yet. */
  of(account?: string): Behaviour {
    return (account !== undefined && this.effective.get(account)) || this.common;
  }

  /** Changes the behaviour towards one account, or towards all that do not differ in that point. */
  change(change: BehaviourChange, account?: string): void {
    if (account === undefined) this.common = changed(this.common, change);
    else this.changes.set(account, merged(this.changes.get(account) ?? {}, change));
    this.recompute();
  }

  /** Back to the defaults: for one account, or everything. */
  reset(account?: string): void {
    if (account === undefined) {
      this.common = DEFAULTS;
      this.changes.clear();
    } else {
      this.changes.delete(account);
    }
    this.recompute();
  }

  private recompute(): void {
    this.effective.clear();
    for (const [account, change] of this.changes) this.effective.set(account, changed(this.common, change));
  }
}
