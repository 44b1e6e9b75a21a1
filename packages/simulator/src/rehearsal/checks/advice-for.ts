import type { Route } from "@switchyard/contract";
import type { ScheduledFault } from "../../faults/create-fault-engine.ts";
import type { Check } from "../../scenario/scenario.ts";
import type { TrafficClass } from "../../workload/traffic-class.ts";
import { isHit } from "../is-hit.ts";
import type { ScopeMeasure } from "./check-fold.ts";
import type { CheckAdvice, RouteMeasure } from "./check-outcome.ts";
import type { JudgeContext } from "./judge-checks.ts";
import { remedyFor } from "./remedy-for.ts";

const AVAILABILITY_METRICS: ReadonlySet<Check["metric"]> = new Set([
  "availability",
  "answered-inside-sla",
  "degraded-share",
  "failed-share",
] as const);

/** Classes named in one advice, at most. */
const CLASSES_NAMED_MAX = 3;

/**
 * What to change about the routes that fail a check of availability: where a fault took every
 * endpoint of some requests away, another provider's candidate; else by the commonest cause.
 */
export function adviceFor(
  check: Check,
  failing: readonly RouteMeasure[],
  scope: ScopeMeasure,
  context: JudgeContext,
): readonly CheckAdvice[] {
  if (!AVAILABILITY_METRICS.has(check.metric)) return [];
  return failing.flatMap(({ route: id }) => {
    const route = context.bundle.policy.routes.find((known) => known.id === id);
    if (route === undefined) return [];
    const lost = faultsOf(check, context.faults).flatMap(
      (fault) => lossAdvice(route, fault, context) ?? [],
    );
    if (lost.length > 0) return lost;
    return causeAdvice(route, scope.byRoute.get(id)?.causes ?? new Map()) ?? [];
  });
}

function faultsOf({ scope }: Check, faults: readonly ScheduledFault[]): readonly ScheduledFault[] {
  if (scope.kind === "fault") return faults.filter(({ id }) => id === scope.fault);
  return scope.kind === "phase" && scope.phase === "baseline" ? [] : faults;
}

function lossAdvice(
  route: Route,
  fault: ScheduledFault,
  { mix }: JudgeContext,
): CheckAdvice | undefined {
  const classes = mix.classes.filter((traffic) => traffic.route === route.id);
  const lost = classes.filter(({ endpoints }) =>
    endpoints.every((endpoint) => isHit(endpoint, fault)),
  );
  if (lost.length === 0) return undefined;
  const providers = new Set(lost.flatMap(({ endpoints }) => endpoints.map((end) => end.provider)));
  const who = lost.length === classes.length ? "" : ` for ${classesInWords(lost, classes)}`;
  const message =
    `Route ${route.id} can use ${[...providers].join(", ")} only${who}, and fault ${fault.id} ` +
    "took that away: add a candidate of another provider.";
  return { route: route.id, pointer: `/routes/${route.index}/candidates`, message };
}

/** The lost classes by what sets them apart: risk and residency. */
function classesInWords(lost: readonly TrafficClass[], all: readonly TrafficClass[]): string {
  const residencies = [...new Set(lost.map(({ residency }) => residency))];
  const isAllOf = (residency: string): boolean =>
    all
      .filter((traffic) => traffic.residency === residency)
      .every((traffic) => lost.includes(traffic));
  if (residencies.every(isAllOf)) return `residency ${residencies.join(", ")}`;
  const words = [
    ...new Set(lost.map(({ intent, risk, residency }) => `${intent}/${risk}/${residency}`)),
  ];
  const more = words.length - CLASSES_NAMED_MAX;
  return `${words.slice(0, CLASSES_NAMED_MAX).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function causeAdvice(route: Route, causes: ReadonlyMap<string, number>): CheckAdvice | undefined {
  const all = [...causes.values()].reduce((sum, count) => sum + count, 0);
  const [commonest] = [...causes].toSorted(
    ([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1),
  );
  if (commonest === undefined) return undefined;
  const [cause, count] = commonest;
  const { pointer, text } = remedyFor(cause, route);
  const message = `In route ${route.id}, ${count} of ${all} asks without an answer in time ${text}.`;
  return { route: route.id, pointer, message };
}
