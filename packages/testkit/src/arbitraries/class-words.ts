import type { Policy } from "@switchyard/contract";
import * as fc from "fast-check";
import { mostly } from "./some-of.ts";

/** An intent and a risk: nine of ten times a pair that some route takes. */
export function intentAndRisk({
  domains,
  routes,
}: Pick<Policy, "domains" | "routes">): fc.Arbitrary<{
  readonly intent: string;
  readonly risk: string;
}> {
  const pairs = routes.flatMap(({ match, internal }) =>
    internal || match === undefined
      ? []
      : match.intents.flatMap((intent) => match.risks.map((risk) => ({ intent, risk }))),
  );
  return fc.oneof(
    { weight: 9, arbitrary: fc.constantFrom(...pairs) },
    {
      weight: 1,
      arbitrary: fc.record({
        intent: fc.constantFrom(...domains.intents),
        risk: fc.constantFrom(...domains.risks),
      }),
    },
  );
}

/** Who asks: the policy's defaults mostly. */
export function callerWords({ domains }: Pick<Policy, "domains">): {
  readonly segment: fc.Arbitrary<string>;
  readonly locale: fc.Arbitrary<string>;
  readonly residency: fc.Arbitrary<string>;
} {
  const { defaults, segments, locales, residencies } = domains;
  return {
    segment: mostly(defaults.segment, ...segments),
    locale: mostly(defaults.locale, ...locales),
    residency: mostly(defaults.residency, ...residencies),
  };
}

/** A time that a route takes at most, or any up to half a minute: milliseconds. */
export function patience({ routes }: Pick<Policy, "routes">): fc.Arbitrary<number> {
  const latencies = routes.map(({ limits }) => Math.max(1, Math.round(limits.latencyMsMax)));
  const any = fc.integer({ min: 1, max: 30_000 });
  return fc.oneof({ withCrossShrink: true }, fc.constantFrom(...latencies), any);
}
