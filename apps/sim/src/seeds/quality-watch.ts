import type { EventSink } from "@switchyard/contract";

/** The mean quality that simulated providers gave the answers that were used. */
export interface QualityWatch extends EventSink {
  /** 0 to 1; null of nothing. */
  mean(): number | null;
}

/**
 * Watches the quality of calls whose answers the router took. It is simulated: drawn from what the
 * catalogue says of a model, not measured on text.
 */
export function createQualityWatch(): QualityWatch {
  const open = new Map<string, number>();
  let sum = 0;
  let count = 0;
  return {
    record(event) {
      if (event.type === "wire-served" && event.quality !== null)
        open.set(event.attemptId, event.quality);
      if (event.type !== "attempt-ended") return;
      const quality = open.get(event.attemptId);
      open.delete(event.attemptId);
      if (quality === undefined || event.outcome !== "ok") return;
      sum += quality;
      count += 1;
    },
    mean: () => (count === 0 ? null : sum / count),
  };
}
