import type { Bundle } from "@switchyard/contract";
import type { Fault, FaultBehaviour, FaultTarget } from "@switchyard/simulator";
import * as fc from "fast-check";
import { mostly } from "./some-of.ts";

export interface FaultPlanConstraints {
  /** Default: 3. */
  readonly faultsMax?: number;
  /** Seconds in which faults begin. Default: 300. */
  readonly spanS?: number;
}

/** What may go wrong, the plainest first: plans shrink toward it. */
const BEHAVIOURS: readonly FaultBehaviour[] = [
  { type: "net.refused" },
  { type: "net.reset" },
  { type: "net.blackhole" },
  { type: "http.status", mix: { "503": 3, "500": 1 } },
  { type: "http.status", mix: { "502": 1 }, body: "html" },
  { type: "http.rate-limit", retryAfter: "2s" },
  { type: "http.rate-limit", requestsPerMinute: 3 },
  { type: "http.overloaded" },
  { type: "http.spend-limit" },
  { type: "http.auth-revoked" },
  { type: "http.model-gone" },
  { type: "http.bad-request" },
  { type: "http.context-overflow" },
  { type: "latency.added", times: 3 },
  { type: "latency.added", add: "4s" },
  { type: "body.stalled" },
  { type: "body.cut" },
  { type: "body.malformed", how: "truncated-json" },
  { type: "body.truncated" },
  { type: "body.empty" },
  { type: "body.refusal", style: "text" },
  { type: "body.refusal", style: "stop-reason" },
  { type: "body.longer", times: 3 },
  { type: "body.wrong-shape" },
  { type: "body.missing-usage" },
  { type: "stream.first-token-stall" },
  { type: "stream.cut" },
  { type: "stream.early-end" },
  { type: "stream.error" },
];

/** Faults aimed at the providers, models and regions of a bundle. They shrink to none. */
export function faultPlans(
  bundle: Pick<Bundle, "catalog">,
  { faultsMax = 3, spanS = 300 }: FaultPlanConstraints = {},
): fc.Arbitrary<readonly Fault[]> {
  const fault = fc.record({
    behaviour: fc.constantFrom(...BEHAVIOURS),
    target: fc.constantFrom(...targetsIn(bundle)),
    at: fc.nat({ max: spanS }),
    lasts: fc.option(fc.integer({ min: 1, max: spanS })),
    share: mostly("100%", "50%", "20%"),
  });
  return fc.array(fault, { maxLength: faultsMax }).map((plan) =>
    plan.map(({ behaviour, target, at, lasts, share }, index) => ({
      id: `fault-${index}`,
      at: `${at}s`,
      ...(lasts !== null && { for: `${lasts}s` }),
      target,
      ...(share !== "100%" && { share }),
      ...behaviour,
    })),
  );
}

/** Everything of a bundle that can go down at once: each provider, each model, each region. */
export function outages(bundle: Pick<Bundle, "catalog">): fc.Arbitrary<readonly FaultTarget[]> {
  return fc.uniqueArray(fc.constantFrom(...targetsIn(bundle)), {
    maxLength: 2,
    selector: (target) => JSON.stringify(target),
  });
}

function targetsIn({ catalog }: Pick<Bundle, "catalog">): readonly FaultTarget[] {
  const providers = Object.keys(catalog.providers);
  const regions = new Set(
    Object.values(catalog.providers).flatMap(({ endpoints }) => Object.keys(endpoints)),
  );
  return [
    ...providers.map((provider) => ({ provider })),
    ...Object.keys(catalog.models).map((model) => ({ model })),
    ...[...regions].map((region) => ({ region })),
  ];
}
