import type { LadderDocument, RouteDocument, RungName } from "@switchyard/contract";
import { asksOf } from "./asks-of.ts";
import { routeChain } from "./candidate-facts.ts";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const qualityFloorBeforeCost: Invariant = defineInvariant(
  "quality-floor-before-cost",
  "No call goes to a model whose score is below the floor of its route on that rung, however cheap.",
  ({ bundles, events }, report) => {
    const asks = asksOf(events);
    for (const event of events) {
      if (event.type !== "attempt-started") continue;
      const { askId, model, rung, route, bundle } = event;
      const documents = bundles[bundle];
      const ask = asks.get(askId);
      if (documents === undefined || ask === undefined) continue;
      const { policy, catalog } = documents;
      const score = catalog.quality?.scores[ask.intent]?.[model];
      const via = routeChain(policy, route, ask).filter(({ candidates }) =>
        candidates.includes(model),
      );
      const floors = via.map((entry) => floorOf(entry, rung, policy.ladder));
      // A model that two routes of the chain list may come through either.
      if (floors.length > 0 && !floors.some((floor) => reaches(score, floor)))
        report(`${model} scores ${score ?? "nothing"}; rung ${rung} asks ${floors}.`, askId);
    }
  },
);

type Floor = number | "unmeasured";

function floorOf({ limits }: RouteDocument, rung: RungName, ladder: LadderDocument): Floor {
  if (limits.qualityFloor === "unmeasured" || rung === "static") return limits.qualityFloor;
  return limits.qualityFloor - (ladder[rung]?.qualityFloorLower ?? 0);
}

/** A score may be a float's last digit below a floor that was lowered by subtraction. */
const EPSILON = 1e-9;

function reaches(score: number | undefined, floor: Floor): boolean {
  return floor === "unmeasured" || (score !== undefined && score >= floor - EPSILON);
}
