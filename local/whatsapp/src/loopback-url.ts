/** The environment variable that the preload reads. */
export const URL_VARIABLE = 'WHATSAPP_LOOPBACK_URL';

/** A server address that a process under the test root may not use. */
export class NotLoopbackError extends Error {
  override readonly name = 'NotLoopbackError';

  constructor(value: string | undefined) {
    super(
      value === undefined
        ? `${URL_VARIABLE} is not set; it must be the whatsappUrl that the loopback server printed, ` +
            'for example ws://127.0.0.1:40123/ws/chat'
        : `${URL_VARIABLE}=${value} is refused: with the public test key Baileys may only be sent to a ` +
            'ws:// address on 127.0.0.0/8, [::1] or localhost, for example ws://127.0.0.1:40123/ws/chat',
    );
  }
}

/** Parses the address of a loopback server. @throws NotLoopbackError for any other address */
export function loopbackUrl(value: string | undefined): URL {
  if (value === undefined || !URL.canParse(value)) throw new NotLoopbackError(value);
  const url = new URL(value);
  const isLoopback =
    /^127(\.\d{1,3}){3}$/.test(url.hostname) || url.hostname === '[::1]' || url.hostname === 'localhost';
  // 'localhost' is safe by RFC 6761; other names could resolve to anything.
  if (url.protocol !== 'ws:' || !isLoopback || url.username !== '' || url.password !== '') {
    throw new NotLoopbackError(value);
  }
  return url;
}
