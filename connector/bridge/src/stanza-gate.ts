import type { BinaryNode, WASocket } from '@whiskeysockets/baileys';
import { Turns } from './turns.js';

type Handler = (stanza: BinaryNode) => Promise<void>;

/**
 * Stands between the socket and Baileys' own handlers of messages and receipts, which answer WhatsApp for them
 * and so end its holding them.
 *
 * Baileys tells nobody when it has finished with what WhatsApp held while the device was away. Its handlers'
 * promises do, for stanzas without the mark `offline`; those with it go to a queue of its own. So the mark is
 * taken off, and the order within a chat is kept here.
 */
export class StanzaGate {
  readonly #turns = new Turns();
  readonly #underWay = new Set<Promise<void>>();
  readonly #atWork = new Set<BinaryNode>();

  constructor(private readonly ws: WASocket['ws']) {}

  /**
   * Lets stanzas of one kind through.
   *
   * @param admit called when a stanza arrives; Baileys gets it once this is settled, and not at all when it says
   *   false
   */
  hold(event: string, admit: (stanza: BinaryNode) => boolean | Promise<boolean>): void {
    const handlers = this.ws.listeners(event) as Handler[];
    this.ws.removeAllListeners(event);
    this.ws.on(event, (stanza: BinaryNode) => {
      const admitted = admit(stanza);
      const work = this.#turns.run(`${event} ${stanza.attrs['from'] ?? ''}`, async () => {
        this.#atWork.add(stanza);
        try {
          if (!(await admitted)) return;
          const present = withoutMark(stanza);
          await Promise.all(handlers.map((handle) => handle(present)));
        } finally {
          this.#atWork.delete(stanza);
        }
      });
      this.#underWay.add(work);
      void work.finally(() => this.#underWay.delete(work));
    });
  }

  /** The stanzas whose turn it is. */
  get atWork(): Iterable<BinaryNode> {
    return this.#atWork;
  }

  /** Settles when Baileys has handled, and answered, all that has come so far. */
  async idle(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
  }
}

/** The same stanza, with the same content, as if it had been sent just now. */
function withoutMark(stanza: BinaryNode): BinaryNode {
  const attrs = { ...stanza.attrs };
  delete attrs['offline'];
  return { ...stanza, attrs };
}
