import type { HealthWord, TimedSpan } from "@switchyard/contract";

const ENDPOINT = "alpha/quick#us";
const HOUR_MS = 3_600_000;
/** Shorter than the rest of an opening, and longer than a check takes. */
export const SOON_MS = 600_000;

/** Its cause has what a store's own format may stumble over. */
export function opened(endpoint: string = ENDPOINT): HealthWord & { readonly kind: "opened" } {
  return { kind: "opened", endpoint, leftMs: HOUR_MS, cause: "auth: no\nkey" };
}

export function held(): HealthWord {
  return { kind: "held", endpoint: ENDPOINT, leftMs: HOUR_MS };
}

export function closed(endpoint: string = ENDPOINT): HealthWord {
  return { kind: "closed", endpoint, cause: "2 probes passed" };
}

export function took(span: TimedSpan, latencyMs: number): HealthWord {
  return { kind: "took", span, endpoint: ENDPOINT, latenciesMs: [latencyMs] };
}

/**
 * A word as it was told: what is left of a rest differs on the way, by as much as a check takes and
 * clocks differ.
 */
export function asTold(word: HealthWord): HealthWord {
  if (!("leftMs" in word)) return word;
  const { leftMs } = word;
  const toldMs = [SOON_MS, HOUR_MS].find((told) => Math.abs(told - leftMs) < SOON_MS / 2);
  return { ...word, leftMs: toldMs ?? leftMs };
}
