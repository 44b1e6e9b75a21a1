import type { Bundle, DecisionState } from "@switchyard/contract";
import { endpointId } from "@switchyard/policy";
import * as fc from "fast-check";
import { mostly } from "./some-of.ts";

/**
 * What a router may know of its endpoints when it decides: breakers, used-up limits, missing keys,
 * observed latencies, calls made and time left. They shrink to a world in which all is well.
 */
export function decisionStates({ catalog }: Pick<Bundle, "catalog">): fc.Arbitrary<DecisionState> {
  const ids = Object.values(catalog.models).flatMap(({ id, regions }) =>
    regions.map((region) => endpointId(id, region)),
  );
  const byEndpoint = <Value>(
    value: fc.Arbitrary<Value>,
  ): fc.Arbitrary<Readonly<Record<string, Value>>> => {
    const some = fc
      .subarray(ids)
      .chain((drawn) => fc.tuple(...drawn.map((id) => fc.tuple(fc.constant(id), value))))
      .map((entries) => Object.fromEntries(entries));
    return fc.oneof({ withCrossShrink: true }, fc.constant({}), some);
  };
  return fc.record({
    breakers: byEndpoint(fc.constantFrom("open", "half-open")),
    held: byEndpoint(fc.constant("rate limit used up")),
    attempts: byEndpoint(fc.integer({ min: 0, max: 3 })),
    absent: byEndpoint(fc.constant("no key is set")),
    latencyMsP95: byEndpoint(fc.integer({ min: 1, max: 20_000 })),
    remainingMs: mostly(60_000, 0, 500, 5_000),
  });
}
