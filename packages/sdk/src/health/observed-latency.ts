import { LATENCY_LEVELS_MS, levelIndexOf } from "./latency-levels.ts";

/** Fewer calls say too little of a p95: of a hundred, five are slower than it. */
export const SAMPLES_MIN = 100;
/** A generation of calls ends after this many, or after this time. */
export const GENERATION_SAMPLES = 200;
export const GENERATION_MS = 300_000;

/** Calls of one generation, counted by level. */
interface Generation {
  readonly startedAtMs: number;
  readonly samples: number;
  readonly counts: readonly number[];
}

/**
 * How long an endpoint's calls took: the generation that is filling, and the one before it. What
 * is older is forgotten, so memory is bounded and an incident passes out of it.
 */
export interface ObservedLatency {
  readonly lastAtMs: number;
  readonly filling: Generation;
  readonly before: Generation | undefined;
}

const NO_COUNTS: readonly number[] = LATENCY_LEVELS_MS.map(() => 0);
const SHARE = 0.95;

/**
 * The observations after one call more. After a silence as long as a generation they begin anew.
 *
 * @param nowMs monotonic
 */
export function withLatency(
  observed: ObservedLatency | undefined,
  latencyMs: number,
  nowMs: number,
): ObservedLatency {
  if (observed === undefined || isForgotten(observed, nowMs)) {
    const filling = counted(newGeneration(nowMs), latencyMs);
    return { lastAtMs: nowMs, filling, before: undefined };
  }
  const { filling, before } = observed;
  const isOver =
    filling.samples >= GENERATION_SAMPLES || nowMs - filling.startedAtMs >= GENERATION_MS;
  return isOver
    ? { lastAtMs: nowMs, filling: counted(newGeneration(nowMs), latencyMs), before: filling }
    : { lastAtMs: nowMs, filling: counted(filling, latencyMs), before };
}

/**
 * The level of {@link LATENCY_LEVELS_MS} that 95 of 100 calls did not exceed (nearest rank), in
 * milliseconds. Undefined with fewer than {@link SAMPLES_MIN} calls, or when they are forgotten.
 */
export function observedMsP95(
  observed: ObservedLatency | undefined,
  nowMs: number,
): number | undefined {
  if (observed === undefined || isForgotten(observed, nowMs)) return undefined;
  const { filling, before } = observed;
  const samples = filling.samples + (before?.samples ?? 0);
  if (samples < SAMPLES_MIN) return undefined;
  const rank = Math.ceil(SHARE * samples);
  let seen = 0;
  return LATENCY_LEVELS_MS.find((_, index) => {
    seen += (filling.counts[index] ?? 0) + (before?.counts[index] ?? 0);
    return seen >= rank;
  });
}

/** When observations are forgotten if no call comes. */
export function forgottenAtMs({ lastAtMs }: ObservedLatency): number {
  return lastAtMs + GENERATION_MS;
}

function isForgotten(observed: ObservedLatency, nowMs: number): boolean {
  return nowMs >= forgottenAtMs(observed);
}

function newGeneration(startedAtMs: number): Generation {
  return { startedAtMs, samples: 0, counts: NO_COUNTS };
}

function counted({ startedAtMs, samples, counts }: Generation, latencyMs: number): Generation {
  const index = levelIndexOf(latencyMs);
  return {
    startedAtMs,
    samples: samples + 1,
    counts: counts.with(index, (counts[index] ?? 0) + 1),
  };
}
