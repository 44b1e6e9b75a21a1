/**
 * The outcome of `work`, or the signal's reason as soon as it aborts: a provider or a `fetch` that
 * does not heed the signal must not hold the caller.
 */
export function untilAborted<Outcome>(
  work: PromiseLike<Outcome>,
  signal: AbortSignal,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    const done = (): void => signal.removeEventListener("abort", onAbort);
    signal.addEventListener("abort", onAbort, { once: true });
    work.then(
      (outcome) => {
        done();
        resolve(outcome);
      },
      (error: unknown) => {
        done();
        reject(error);
      },
    );
  });
}
