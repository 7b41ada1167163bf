/** A condition that others can wait for; whoever changes the state calls {@link Changes.announce}. */
export class Changes {
  private readonly listeners = new Set<() => void>();

  announce(): void {
    for (const listener of this.listeners) listener();
  }

  /** Resolves with true once the condition holds, with false when the time is over or the signal aborts. */
  async until(condition: () => boolean, timeoutMs: number, signal?: AbortSignal): Promise<boolean> {
    if (condition()) return true;
    if (timeoutMs <= 0 || signal?.aborted) return false;
    return new Promise<boolean>((resolve) => {
      const finish = (outcome: boolean): void => {
        clearTimeout(timer);
        this.listeners.delete(check);
        signal?.removeEventListener('abort', abort);
        resolve(outcome);
      };
      const check = (): void => {
        if (condition()) finish(true);
      };
      const abort = (): void => {
        finish(false);
      };
      const timer = setTimeout(abort, timeoutMs);
      this.listeners.add(check);
      signal?.addEventListener('abort', abort);
    });
  }
}

/** Runs tasks of one key after each other, those of different keys side by side. */
export class KeyedSerial {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(key: string, task: () => Promise<T>): Promise<T> {
    const run = (this.tails.get(key) ?? Promise.resolve()).then(task);
    const tail = run.catch(() => undefined);
    this.tails.set(key, tail);
    void tail.then(() => {
      if (this.tails.get(key) === tail) this.tails.delete(key);
    });
    return run;
  }
}
