import type { QuotaLimits, QuotaOutcome } from "@switchyard/contract";
import * as fc from "fast-check";
import type { RouteQuota } from "./create-route-quota.ts";

interface Arrival {
  readonly segment: string;
  readonly afterMs: number;
  readonly tokens: number;
}

export const SEGMENTS: readonly string[] = ["free", "pro", "team"];
export const someArrivals = (afterMsMax: number): fc.Arbitrary<readonly Arrival[]> =>
  fc.array(
    fc.record({
      segment: fc.constantFrom(...SEGMENTS),
      afterMs: fc.integer({ min: 0, max: afterMsMax }),
      tokens: fc.integer({ min: 0, max: 400 }),
    }),
    { minLength: 1, maxLength: 150 },
  );

let asks = 0;
/** An ask of a route's quota: of one request and one token where nothing else is said. */
export function ask(
  quota: RouteQuota,
  limits: QuotaLimits,
  atMs: number,
  { segment = "free", tokens = 1, id = `ask-${(asks += 1)}`, leaseMs = 1e9 } = {},
): QuotaOutcome {
  return quota.admit({ id, segment, tokens, leaseMs }, limits, atMs);
}
