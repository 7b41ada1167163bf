import { proto } from '@whiskeysockets/baileys';
import { RequestError } from './errors.js';
import type { Fields } from './http.js';

/** What somebody writes: `text`, or any other content as the base64 of a serialised proto.Message in `message`. */
export function contentIn(body: Fields): proto.IMessage {
  if (!body.has('message')) return { conversation: body.text('text') };
  try {
    return proto.Message.decode(Buffer.from(body.text('message'), 'base64'));
  } catch {
    throw new RequestError(400, 'message must be the base64 of a serialised proto.Message');
  }
}
