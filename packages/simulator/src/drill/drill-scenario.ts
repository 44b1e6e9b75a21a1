import type { Catalog } from "@switchyard/contract";
import type { NeededDrill } from "@switchyard/policy";
import type { FaultTarget } from "../faults/fault-target.ts";
import type { Fault } from "../faults/fault.ts";
import type { CheckDocument } from "../scenario/check-document.ts";
import { readCheck } from "../scenario/read-check.ts";
import type { Scenario } from "../scenario/scenario.ts";

/** Share of asks that each route must answer during a loss, as the default scenario asks for. */
export const DRILL_AVAILABILITY_MIN = 0.9;

const EXPECT: readonly CheckDocument[] = [
  {
    metric: "availability",
    is: ">= 90%",
    phase: "fault",
    per: "route",
    why: "No route may depend on what is lost.",
  },
  { metric: "violations", is: "== 0", why: "No fallback may widen what the policy allows." },
];

/**
 * The rehearsal of one drill: traffic and start of `base`, and the loss in place of its faults.
 * Budgets start empty, so that no shortage of money is taken for a failed failover.
 *
 * @param fromSeconds when the loss begins, seconds after the start; it lasts to the end
 */
export function drillScenario(
  base: Scenario,
  { lose, start }: Pick<NeededDrill, "lose" | "start">,
  fromSeconds: number,
  catalog: Catalog,
): Scenario {
  // Refused at once, as where breakers are open already; or silence until each call times out.
  const type = start === "cold" ? "net.refused" : "net.blackhole";
  const at = `${fromSeconds}s`;
  const targets = lose.flatMap((lost) => targetsOf(lost, catalog));
  const faults = targets.map(({ id, target }): Fault => ({ id, type, at, target }));
  return {
    ...base,
    name: `drill-${start}`,
    title: `The loss of ${lose.join(" and ")}, ${start}`,
    opening: {},
    faults,
    checks: EXPECT.map(readCheck),
    stops: [],
    comparisons: [],
    // Nothing of it stands in a file: the traffic's mix was read and checked with `base`.
    locate: () => undefined,
  };
}

interface LostTarget {
  readonly id: string;
  readonly target: FaultTarget;
}

/** What a failure domain, such as `provider:openai`, takes away. */
function targetsOf(lost: string, { sharedEdges }: Catalog): readonly LostTarget[] {
  const at = lost.indexOf(":");
  const [kind, name] = [lost.slice(0, at), lost.slice(at + 1)];
  switch (kind) {
    case "model":
      return [{ id: lost, target: { model: name } }];
    case "provider":
      return [{ id: lost, target: { provider: name } }];
    case "region":
      return [{ id: lost, target: { region: name } }];
    case "provider/region": {
      const slash = name.indexOf("/");
      const target = { provider: name.slice(0, slash), region: name.slice(slash + 1) };
      return [{ id: lost, target }];
    }
    default:
      return (sharedEdges[name] ?? []).map((provider) => ({
        id: `${lost}/${provider}`,
        target: { provider },
      }));
  }
}
