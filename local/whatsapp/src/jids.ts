import { jidDecode } from '@whiskeysockets/baileys';

/** A user address split into its parts; device 0 is the phone itself. */
export interface UserAddress {
  readonly user: string;
  readonly kind: 'pn' | 'lid';
  readonly device: number;
}

/** Reads `N@s.whatsapp.net`, `N:1@s.whatsapp.net`, `L@lid` or `L:1@lid`; undefined for anything else. */
export function userAddress(jid: string | undefined): UserAddress | undefined {
  const parts = jidDecode(jid);
  if (!parts?.user) return undefined;
  if (parts.server === 'lid') return { user: parts.user, kind: 'lid', device: parts.device ?? 0 };
  if (parts.server === 's.whatsapp.net' || parts.server === 'c.us') {
    return { user: parts.user, kind: 'pn', device: parts.device ?? 0 };
  }
  return undefined;
}

/** An address without its device. */
export function bareJid({ user, kind }: UserAddress): string {
  return kind === 'lid' ? `${user}@lid` : `${user}@s.whatsapp.net`;
}

/** A phone-number jid; device 0 is left out, as on the wire. */
export function pnJid(number: string, device = 0): string {
  return device === 0 ? `${number}@s.whatsapp.net` : `${number}:${device}@s.whatsapp.net`;
}

/** A LID jid; device 0 is left out, as on the wire. */
export function lidJid(lid: string, device = 0): string {
  return device === 0 ? `${lid}@lid` : `${lid}:${device}@lid`;
}
