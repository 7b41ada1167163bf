import { S_WHATSAPP_NET, type BinaryNode } from '@whiskeysockets/baileys';

export type { BinaryNode };

/** The address of the server itself, as sender and receiver of stanzas. */
export const SERVER = S_WHATSAPP_NET;

/** Builds a stanza; leaves `content` out when there is none, as the encoder wants it. */
export function node(
  tag: string,
  attrs: Record<string, string> = {},
  content?: BinaryNode[] | string | Uint8Array,
): BinaryNode {
  return content === undefined ? { tag, attrs } : { tag, attrs, content };
}

/** The answer to a query. */
export function result(iq: BinaryNode, content?: BinaryNode[]): BinaryNode {
  return node('iq', { from: SERVER, type: 'result', id: iq.attrs['id'] ?? '' }, content);
}

/** The refusal of a query. */
export function refusal(iq: BinaryNode, code: number, text: string): BinaryNode {
  return node('iq', { from: SERVER, type: 'error', id: iq.attrs['id'] ?? '' }, [
    node('error', { code: String(code), text }),
  ]);
}

/** The children of a stanza, none when its content is bytes or missing. */
export function children(parent: BinaryNode | undefined): BinaryNode[] {
  return Array.isArray(parent?.content) ? parent.content : [];
}

/** The first child with this tag. */
export function child(parent: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(parent).find((candidate) => candidate.tag === tag);
}

/** The content of a stanza as bytes; undefined when it has children or nothing. */
export function bytes(of: BinaryNode | undefined): Buffer | undefined {
  const content = of?.content;
  if (typeof content === 'string') return Buffer.from(content);
  return content instanceof Uint8Array
    ? Buffer.from(content.buffer, content.byteOffset, content.byteLength)
    : undefined;
}

/** A big-endian unsigned integer of any length up to 6 bytes, as key ids travel. */
export function uint(data: Buffer | undefined): number | undefined {
  return data && data.length > 0 && data.length <= 6 ? data.readUIntBE(0, data.length) : undefined;
}

/** The time as stanzas carry it. */
export function unixSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
