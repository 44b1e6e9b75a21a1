import { parseDurationMs } from "@switchyard/policy";
import { readCheck } from "./read-check.ts";
import type { StopCondition } from "./scenario.ts";
import type { StopDocument } from "./stop-document.ts";

/** Reads a stop condition that was found well-formed; `index` is its place in the list. */
export function readStop(written: StopDocument, index: number): StopCondition {
  const { metric, is, phase, fault, route, budget } = written;
  const about = [phase, fault, route, budget].filter(
    (word) => word !== undefined && word !== "all",
  );
  const scope = about.length === 0 ? "" : ` (${about.join(", ")})`;
  const lasting = written.for === undefined ? "" : ` for ${written.for}`;
  return {
    check: readCheck(written, index),
    forMs: written.for === undefined ? 0 : parseDurationMs(written.for),
    text: `${metric} ${is}${scope}${lasting}`,
  };
}
