/** Runs tasks of one key after each other, those of different keys side by side. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.#last.get(key) ?? Promise.resolve()).then(task);
    const last = turn.catch(() => undefined);
    this.#last.set(key, last);
    try {
      return await turn;
    } finally {
      if (this.#last.get(key) === last) this.#last.delete(key);
    }
  }
}
