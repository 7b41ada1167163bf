import { extractMessageContent, getContentType, type proto } from '@whiskeysockets/baileys';
import { Changes } from './waiting.js';

/** A message as its reader sees it. */
export interface ReadMessage {
  readonly id: string;
  /** The phone number of the other side. */
  readonly from: string;
  /** The group it was written to. */
  readonly group?: string;
  /** Missing for content that has no text. */
  readonly text: string | null;
  /** The kind of content in Baileys' words, for example `conversation` or `imageMessage`. */
  readonly kind: string;
  /** Seconds since the epoch, when the server took the first stanza with this id. */
  readonly timestamp: number;
  /** Milliseconds since the epoch, when it was decrypted first. */
  readonly receivedAt: number;
}

/** A message and how many stanzas carried its id. */
export type CountedMessage = ReadMessage & { readonly copies: number };

/** Under which address a simulated phone answers a message; in a group, as which participant. */
export interface AnswerAddress {
  readonly from: string;
  readonly participant?: string;
}

interface Known {
  copies: number;
  read: boolean;
  readonly timestamp: number;
  readonly answer: AnswerAddress;
}

interface Conversation {
  readonly messages: ReadMessage[];
  readonly byId: Map<string, Known>;
}

/** The words of a message, whatever it is wrapped in; null when it has none. */
export function textOf(message: proto.IMessage): string | null {
  const content = extractMessageContent(message);
  return (
    content?.conversation ??
    content?.extendedTextMessage?.text ??
    content?.imageMessage?.caption ??
    content?.videoMessage?.caption ??
    content?.documentMessage?.caption ??
    content?.reactionMessage?.text ??
    null
  );
}

/** What one simulated phone has read, by the account that wrote it; one entry an id, as a client shows it. */
export class Inbox {
  readonly changes = new Changes();
  private readonly conversations = new Map<string, Conversation>();

  /** A stanza with a copy for this phone came in; it may still turn out to be unreadable. */
  arrived(from: string, id: string, timestamp: number, answer: AnswerAddress): void {
    const { byId } = this.conversation(from);
    const known = byId.get(id);
    if (known) known.copies++;
    else byId.set(id, { copies: 1, timestamp, read: false, answer });
  }

  /** A copy was decrypted. */
  read(from: string, id: string, message: proto.IMessage, group?: string): void {
    const { byId, messages } = this.conversation(from);
    const known = byId.get(id);
    if (!known || known.read) return;
    known.read = true;
    const kind = getContentType(extractMessageContent(message)) ?? 'unknown';
    messages.push({
      id,
      from,
      ...(group !== undefined && { group }),
      text: textOf(message),
      kind,
      timestamp: known.timestamp,
      receivedAt: Date.now(),
    });
    this.changes.announce();
  }

  /** How a message is answered; undefined when none with this id came in. */
  answerTo(from: string, id: string): AnswerAddress | undefined {
    return this.conversations.get(from)?.byId.get(id)?.answer;
  }

  count(from: string): number {
    return this.conversations.get(from)?.messages.length ?? 0;
  }

  list(from: string): CountedMessage[] {
    const conversation = this.conversations.get(from);
    if (!conversation) return [];
    return conversation.messages.map((message) => ({
      ...message,
      copies: conversation.byId.get(message.id)?.copies ?? 0,
    }));
  }

  private conversation(from: string): Conversation {
    const known = this.conversations.get(from);
    if (known) return known;
    const created: Conversation = { messages: [], byId: new Map() };
    this.conversations.set(from, created);
    return created;
  }
}
