import type { Bundle, ModelRung } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest, idsByRung } from "./arbitraries.ts";
import { plan } from "./plan.ts";

const aTierDown = fc.nat({ max: 3 });

/** The bundle whose rungs each give up so many tiers, where they gave up fewer. */
function withTierDown(bundle: Bundle, tierDown: number): Bundle {
  const lower = <T extends ModelRung>(rung: T): T => ({
    ...rung,
    tierDown: Math.max(rung.tierDown, tierDown),
  });
  const { full, constrained, summary, ...others } = bundle.policy.ladder;
  const ladder = {
    ...others,
    full: lower(full),
    ...(constrained && { constrained: lower(constrained) }),
    ...(summary && { summary: lower(summary) }),
  };
  return { ...bundle, policy: { ...bundle.policy, ladder } };
}

test("tiers of spend and of a rung combine by the stronger, never by their sum", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), aTierDown, ([bundle, request, epochMs], tierDown) => {
      expect(idsByRung(plan(bundle, request, epochMs, tierDown))).toEqual(
        idsByRung(plan(withTierDown(bundle, tierDown), request, epochMs)),
      );
    }),
  );
});

test("the more tiers spend takes, the fewer endpoints are left, in the same order", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), aTierDown, ([bundle, request, epochMs], tierDown) => {
      const less = idsByRung(plan(bundle, request, epochMs, tierDown + 1));
      const more = idsByRung(plan(bundle, request, epochMs, tierDown));
      expect(less).toEqual(
        more.map((ids, rung) => ids.filter((id) => less[rung]?.includes(id) === true)),
      );
    }),
  );
});

test("spend never takes the last endpoint of a rung", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), aTierDown, ([bundle, request, epochMs], tierDown) => {
      const before = idsByRung(plan(bundle, request, epochMs));
      const after = idsByRung(plan(bundle, request, epochMs, tierDown));
      expect(after.map((ids) => ids.length > 0)).toEqual(before.map((ids) => ids.length > 0));
    }),
  );
});
