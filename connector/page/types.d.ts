/** What the API answers, as far as the page reads it; docs/openapi.json has the whole of it. */

export interface Fleet {
  at: string;
  /** Milliseconds that this device's clock is before the connector's; noted by the page when the answer arrives. */
  clockAhead: number;
  caller: { superAdmin: boolean; until: string };
  accounts: Account[];
}

export interface Account {
  accountId: string;
  name: string;
  phone?: string;
  status: 'disconnected' | 'connecting' | 'qr_ready' | 'connected';
  reason?: string;
  needsQr: boolean;
  degraded: boolean;
  degradedSince?: string;
  heldBy?: string;
  lastSeenAt?: string;
  lastEventAt?: string;
  reconnectCount: number;
  reconnectAttempts: number;
  queue?: { waiting: number; failed: number; waitingSince?: string };
}

export interface Entry {
  requestId: string;
  status: 'queued' | 'processing' | 'sent' | 'failed';
  accountId: string;
  threadId: string;
  attempts: number;
  updatedAt?: string;
  error?: string;
}

/** What is on the screen below the header, and how it follows the fleet. */
export interface View {
  title: string;
  node: HTMLElement;
  update(fleet: Fleet): void;
  /** Ends whatever it has under way. */
  close(): void;
}
