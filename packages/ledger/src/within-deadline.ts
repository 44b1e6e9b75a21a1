import type { Clock } from "@switchyard/contract";

/**
 * The outcome of a call, or the deadline's `TimeoutError` if it has none in `timeoutMs`. A call that
 * is given up goes on; nobody hears how it ends.
 */
export async function withinDeadline<Result>(
  clock: Clock,
  timeoutMs: number,
  call: () => Promise<Result>,
): Promise<Result> {
  const { signal, cancel } = clock.deadline(timeoutMs);
  try {
    return await new Promise<Result>((resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
      call().then(resolve, reject);
    });
  } finally {
    cancel();
  }
}
