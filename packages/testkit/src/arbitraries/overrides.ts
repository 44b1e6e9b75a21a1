import type { Bundle, Overrides } from "@switchyard/contract";
import * as fc from "fast-check";

/** What a caller may wish for besides an answer: of five, mostly nothing. */
export function overrides({ catalog }: Pick<Bundle, "catalog">): fc.Arbitrary<Overrides> {
  const names = [...Object.keys(catalog.models), ...Object.keys(catalog.providers)];
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constant({}) },
    { weight: 1, arbitrary: fc.constant({ noFallback: true }) },
    { weight: 1, arbitrary: fc.subarray(names, { minLength: 1 }).map((only) => ({ only })) },
    {
      weight: 1,
      arbitrary: fc.subarray(names, { minLength: 1, maxLength: 1 }).map((exclude) => ({ exclude })),
    },
    {
      weight: 1,
      arbitrary: fc.nat({ max: 5_000 }).map((costMicroUsdMax) => ({ costMicroUsdMax })),
    },
  );
}
