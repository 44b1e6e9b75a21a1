import type { LoadedBundle } from "@switchyard/policy";
import { SHIPPED_TRACES, type WorkloadDocument } from "@switchyard/simulator";
import * as fc from "fast-check";
import { asks } from "./scenarios.ts";
import { mostly } from "./some-of.ts";

export interface WorkloadConstraints {
  /** At most so many requests, before surges add to them. Default: 50. */
  readonly requestsMax?: number;
}

/**
 * Traffic for a rehearsal of a policy: listed asks in its own words, or a recorded trace that is
 * sped up, surges, and has conversations and streams. They shrink to one plain ask.
 */
export function workloads(
  bundle: LoadedBundle,
  { requestsMax = 50 }: WorkloadConstraints = {},
): fc.Arbitrary<WorkloadDocument> {
  const listed = fc
    .array(asks(bundle), { minLength: 1, maxLength: requestsMax })
    .map((drawn): WorkloadDocument => ({ asks: drawn }));
  const traced = fc.record(
    {
      trace: fc.constantFrom(...SHIPPED_TRACES),
      requests: fc.integer({ min: 1, max: requestsMax }),
      speed: mostly(1, 0.5, 10),
      surge: fc.record({
        times: fc.integer({ min: 2, max: 5 }),
        at: fc.constantFrom("0s", "2s"),
        for: fc.constantFrom("1s", "5s"),
      }),
      conversations: fc.record({
        share: fc.constantFrom("20%", "100%"),
        turns: fc.integer({ min: 2, max: 6 }),
      }),
      streams: mostly("50%", "100%"),
    },
    { requiredKeys: ["trace", "requests"] },
  );
  return fc.oneof({ withCrossShrink: true }, listed, traced);
}
