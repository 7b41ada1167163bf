/** A promise with its ends outside (Promise.withResolvers, which Node 20 lacks). */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: unknown) => void;
}

export function deferred<T = undefined>(): Deferred<T> {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}

/**
 * Waits for some work no longer than `limitMs`.
 *
 * @throws Error when the time is over; what the work does then goes unheard
 */
export async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  const limit = deferred<never>();
  const timer = setTimeout(() => {
    limit.reject(new Error(`not done after ${limitMs} ms`));
  }, limitMs);
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit.promise]);
  } finally {
    clearTimeout(timer);
  }
}
