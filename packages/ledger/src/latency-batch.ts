import { TIMED_SPANS, type LatencyWord } from "@switchyard/contract";

/** Calls told between two looks beyond this are not passed on: others learn as much from the rest. */
export const BATCH_CALLS_MAX = 1_000;

/** What a process tells of how long calls took, until it is next sent. */
export interface LatencyBatch {
  add(word: LatencyWord): void;
  /** All of it as one text, empty where there is nothing; the batch begins anew. */
  take(): string;
}

/** A batch without calls. */
export function createLatencyBatch(): LatencyBatch {
  let calls = 0;
  const latencies = new Map<string, number[]>();
  return {
    add: ({ span, endpoint, latenciesMs }) => {
      const name = `${span} ${endpoint}`;
      const told = latencies.get(name) ?? [];
      const added = latenciesMs.slice(0, BATCH_CALLS_MAX - calls);
      if (added.length === 0) return;
      calls += added.length;
      told.push(...added);
      latencies.set(name, told);
    },
    take: () => {
      const lines = [...latencies].map(([name, told]) => `${name} ${told.join(",")}`);
      latencies.clear();
      calls = 0;
      return lines.join("\n");
    },
  };
}

/** What a batch's text says; what is no line of one is left out. */
export function latencyWordsOf(text: string): readonly LatencyWord[] {
  return text.split("\n").flatMap((line) => {
    const [, name, endpoint, told = ""] = /^(\S+) (\S+) ([\d,]+)$/.exec(line) ?? [];
    const span = TIMED_SPANS.find((timed) => timed === name);
    if (span === undefined || endpoint === undefined) return [];
    return [{ kind: "took", span, endpoint, latenciesMs: told.split(",").map(Number) } as const];
  });
}
