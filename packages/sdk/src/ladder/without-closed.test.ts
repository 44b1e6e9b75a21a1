import type { Plan, PlannedEndpoint, RungName } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { lastResort, withoutClosed } from "./without-closed.ts";

const MODEL_RUNGS: RungName[] = ["full", "constrained", "summary"];
const ENDPOINT: PlannedEndpoint = {
  id: "alpha/quick#us",
  model: "alpha/quick",
  provider: "alpha",
  region: "us",
  via: "quick",
  tier: "small",
  costPerSuccessMicroUsd: 1,
  quality: null,
  latencyMsP50: 1,
  latencyMsP95: 1,
};

const aPlan: fc.Arbitrary<Plan> = fc.record({
  route: fc.constant("quick"),
  endsStatic: fc.boolean(),
  rungs: fc.subarray(MODEL_RUNGS).chain((rungs) =>
    fc.tuple(
      ...rungs.map((rung) =>
        fc.record({
          rung: fc.constant(rung),
          endpoints: fc.constantFrom([], [ENDPOINT]),
          rejections: fc.constant([]),
        }),
      ),
    ),
  ),
});

test("closing takes every closed rung from an ask but the last that has endpoints, if nothing follows", () => {
  fc.assert(
    fc.property(aPlan, fc.subarray(MODEL_RUNGS), (plan, closed) => {
      const left = withoutClosed(
        plan,
        closed.map((rung) => ({ rung })),
      );
      const usable = plan.rungs.filter(({ endpoints }) => endpoints.length > 0);
      const kept = plan.endsStatic ? undefined : usable.at(-1)?.rung;
      expect(lastResort(plan)?.rung).toBe(kept);
      const expected = plan.rungs.filter(({ rung }) => rung === kept || !closed.includes(rung));
      expect(left).toEqual({ ...plan, rungs: expected });
      expect(left === plan).toBe(closed.length === 0);
    }),
  );
});
