import { jidDecode } from '@whiskeysockets/baileys';

/** The two names that WhatsApp has for a person or, with `alt` empty, a group. */
export interface Names {
  /** The phone-number jid when it is known, else the LID; or a group's jid. */
  readonly jid: string;
  /** The other one, when it is known, else empty. */
  readonly alt: string;
}

/** Finds a person's LID by phone-number jid, or the other way round; both without device part. */
export type OtherName = (jid: string) => string | undefined;

/** Servers of people, without the business-hosted variants, which differ only in who holds the device. */
const PERSON_SERVERS = new Map([
  ['s.whatsapp.net', 's.whatsapp.net'],
  ['c.us', 's.whatsapp.net'],
  ['hosted', 's.whatsapp.net'],
  ['lid', 'lid'],
  ['hosted.lid', 'lid'],
]);

/** A jid without device part: 40712345678:3@s.whatsapp.net → 40712345678@s.whatsapp.net; empty when it is none. */
export function bareJid(jid: string | null | undefined): string {
  const decoded = jid ? jidDecode(jid) : undefined;
  if (!decoded?.user) return '';
  return `${decoded.user}@${PERSON_SERVERS.get(decoded.server) ?? decoded.server}`;
}

export function isLid(jid: string): boolean {
  return jid.endsWith('@lid');
}

export function isPhoneNumber(jid: string): boolean {
  return jid.endsWith('@s.whatsapp.net');
}

export function isGroup(jid: string): boolean {
  return jid.endsWith('@g.us');
}

export function isBroadcast(jid: string): boolean {
  return jid.endsWith('@broadcast');
}

/**
 * Orders a jid and what is known of its other name.
 *
 * @param jid as WhatsApp used it
 * @param hint the other name as the stanza gave it, if it did
 */
export function namesOf(
  jid: string | null | undefined,
  hint: string | null | undefined,
  otherName: OtherName,
): Names {
  const bare = bareJid(jid);
  if (!isLid(bare) && !isPhoneNumber(bare)) return { jid: bare, alt: '' };
  const hinted = bareJid(hint);
  const fits = isLid(bare) ? isPhoneNumber(hinted) : isLid(hinted);
  const other = fits ? hinted : (otherName(bare) ?? '');
  return isLid(bare) && other !== '' ? { jid: other, alt: bare } : { jid: bare, alt: other };
}

/** 1 to 20 digits before the server: a phone number, or a LID. */
const PERSON = /^\d{1,20}@(s\.whatsapp\.net|lid)$/;
/** Old group ids hold the creator's number and a time, new ones a number. */
const GROUP = /^\d{1,24}(-\d{1,20})?@g\.us$/;

/** Whether this contract lets a message be sent to this jid. */
export function isRecipient(jid: string): boolean {
  return PERSON.test(jid) || GROUP.test(jid);
}
