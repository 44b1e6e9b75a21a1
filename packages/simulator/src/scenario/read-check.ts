import { parseDurationMs, parseMicroUsd, parseShare } from "@switchyard/policy";
import { COMPARISON, unitOf, type CheckDocument } from "./check-document.ts";
import type { MetricUnit } from "./metric.ts";
import type { Check, CheckScope } from "./scenario.ts";

/** Reads the bound of an expectation that was found well-formed; `index` is its place in the list. */
export function readCheck(written: CheckDocument, index: number): Check {
  const [, comparison = "", bound = ""] = COMPARISON.exec(written.is) ?? [];
  const { metric, route, budget } = written;
  const unit = unitOf(written);
  return {
    index,
    metric,
    unit,
    comparison: readComparison(comparison),
    bound: BOUND_READERS[unit](bound),
    scope: scopeOf(written),
    ...(route !== undefined && { route }),
    perRoute: written.per === "route",
    ...(budget !== undefined && { budget }),
    written,
  };
}

const BOUND_READERS: Readonly<Record<MetricUnit, (text: string) => number>> = {
  share: parseShare,
  duration: parseDurationMs,
  money: parseMicroUsd,
  count: Number,
  ratio: Number,
};

function readComparison(text: string): Check["comparison"] {
  const comparisons = [">=", "<=", ">", "<"] as const;
  return comparisons.find((known) => known === text) ?? "==";
}

function scopeOf({ phase = "all", fault }: CheckDocument): CheckScope {
  if (fault !== undefined) return { kind: "fault", fault };
  return phase === "all" ? { kind: "all" } : { kind: "phase", phase };
}
