import type { SwitchyardEvent } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import * as fc from "fast-check";
import type { Trace } from "../invariants/trace.ts";
import { traceOf } from "../invariants/trace-of.ts";
import { createAskTeller, type CallFate } from "./ask-teller.ts";
import { requestClasses } from "./request-classes.ts";

export interface EventTraceConstraints {
  /** At most so many asks, over a minute. Default: 10. */
  readonly asksMax?: number;
}

const START_MS = Date.parse("2026-11-24T12:00:00Z");
const SPAN_MS = 60_000;

/**
 * What a right router may write of asks that go on at the same time, some of whose calls fail: for
 * tests of sinks, folds and reports. Every invariant holds. They shrink to one ask that is
 * answered by its first call.
 */
export function eventTraces(
  bundle: LoadedBundle,
  { asksMax = 10 }: EventTraceConstraints = {},
): fc.Arbitrary<Trace> {
  const call = fc.record<CallFate>({
    outcome: fc.constantFrom<CallFate["outcome"]>(
      "ok",
      "ok",
      "server-error",
      "timeout",
      "overloaded",
    ),
    timeShare: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
    costShare: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100),
  });
  const fate = fc.record({
    request: requestClasses(bundle),
    afterMs: fc.nat({ max: SPAN_MS }),
    firstCall: call,
    laterCalls: fc.array(call, { maxLength: 7 }),
  });
  const tell = createAskTeller(bundle.bundle, asksMax);
  return fc.array(fate, { minLength: 1, maxLength: asksMax }).map((fates) => {
    const asks = fates.map((told, index) => tell(told, `r-${index + 1}`, START_MS + told.afterMs));
    return traceOf([bundle], inOrder(asks.flat()));
  });
}

/** By instant; those of one instant as they were told. */
function inOrder(events: readonly SwitchyardEvent[]): readonly SwitchyardEvent[] {
  return events.toSorted((left, right) => left.atMs - right.atMs);
}
