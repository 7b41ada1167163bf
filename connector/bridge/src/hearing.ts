/** The times by which a session is found deaf, in ms. */
export interface HearingLimits {
  /** How often it is looked; the others are counted in these. */
  readonly lookEveryMs: number;
  /** How long after an answer WhatsApp is asked for the next. */
  readonly askEveryMs: number;
  /** How long an answer may take. */
  readonly answerWithinMs: number;
  /** How long one thing may be worked on. A send or a message may need several queries, of 15 s at most each. */
  readonly workWithinMs: number;
}

/** A deaf session is found within 55 s when WhatsApp does not answer, and within 70 s when we do not work. */
export const HEARING_LIMITS: HearingLimits = {
  lookEveryMs: 5_000,
  askEveryMs: 20_000,
  answerWithinMs: 30_000,
  workWithinMs: 60_000,
};

/** What is looked at. */
export interface HearingParts {
  readonly limits: HearingLimits;
  /** Settles when WhatsApp has answered something that it always answers. */
  readonly ask: () => Promise<unknown>;
  /** What is being worked on now; the same object for as long as it is. */
  readonly atWork: () => Iterable<object>;
  /** Told once. */
  readonly onDeaf: (why: string) => void;
}

/**
 * Notices a session whose socket is open and that is none any more: WhatsApp does not answer on it, or something that
 * came in or is to go out is never done with, so that all behind it waits.
 *
 * Time is counted in looks and not by the clock. When this process stands still for a while, or its host does, the
 * answers of that time lie unread in their sockets, and thirty sessions would be found deaf at once.
 */
export class Hearing {
  #timer: NodeJS.Timeout | undefined;
  #isAnswered = true;
  #looks = 0;
  #looksByWork = new Map<object, number>();

  constructor(private readonly parts: HearingParts) {}

  start(): void {
    this.#timer = setTimeout(() => {
      this.#look();
    }, this.parts.limits.lookEveryMs);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #look(): void {
    const why = this.#silence() ?? this.#standstill();
    if (why === undefined) this.start();
    else this.parts.onDeaf(why);
  }

  #silence(): string | undefined {
    const { lookEveryMs, askEveryMs, answerWithinMs } = this.parts.limits;
    const passedMs = ++this.#looks * lookEveryMs;
    if (this.#isAnswered) {
      if (passedMs >= askEveryMs) void this.#ask();
      return undefined;
    }
    return passedMs >= answerWithinMs ? `WhatsApp has not answered for ${answerWithinMs} ms` : undefined;
  }

  async #ask(): Promise<void> {
    this.#isAnswered = false;
    this.#looks = 0;
    try {
      await this.parts.ask();
    } catch {
      // A refusal is an answer too.
    }
    this.#isAnswered = true;
    this.#looks = 0;
  }

  #standstill(): string | undefined {
    const { lookEveryMs, workWithinMs } = this.parts.limits;
    const before = this.#looksByWork;
    this.#looksByWork = new Map();
    for (const work of this.parts.atWork()) this.#looksByWork.set(work, (before.get(work) ?? -1) + 1);
    const longestMs = Math.max(0, ...this.#looksByWork.values()) * lookEveryMs;
    return longestMs >= workWithinMs ? `something is not done with after ${workWithinMs} ms` : undefined;
  }
}
