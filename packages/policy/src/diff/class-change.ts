import type { PlannedEndpoint, RungName } from "@switchyard/contract";
import { endpointsOf, isServed, type Outcome } from "../analyse/outcome.ts";

/**
 * What a change of policy does to a class of requests, the gravest first: it loses every endpoint,
 * gains a first one, is answered first by another endpoint or on another rung, has another plan
 * behind the same first choice, ends otherwise when no endpoint answers, or keeps its plan at other
 * figures.
 */
export const CHANGE_KINDS = [
  "lost",
  "gained",
  "winner-changed",
  "plan-only",
  "terminal-changed",
  "figures-only",
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

/** A class's outcome before and after. */
export interface ClassChange {
  readonly kind: ChangeKind;
  readonly before: Outcome;
  readonly after: Outcome;
}

/** The endpoint that is tried first, and the rung it is on. */
export interface FirstChoice {
  readonly rung: RungName;
  readonly endpoint: PlannedEndpoint;
}

/** Undefined: nothing serves the class. */
export function firstChoice({ rungs }: Outcome): FirstChoice | undefined {
  for (const { name, endpoints } of rungs) {
    const [endpoint] = endpoints;
    if (endpoint !== undefined) return { rung: name, endpoint };
  }
  return undefined;
}

/** How two outcomes differ. They must: equal ones are no change. */
export function kindOf(before: Outcome, after: Outcome): ChangeKind {
  if (isServed(before) !== isServed(after)) return isServed(before) ? "lost" : "gained";
  if (!isServed(before)) return "terminal-changed";
  if (firstKey(before) !== firstKey(after)) return "winner-changed";
  if (planKey(before) !== planKey(after)) return "plan-only";
  return before.endsStatic === after.endsStatic ? "figures-only" : "terminal-changed";
}

function firstKey(outcome: Outcome): string {
  const first = firstChoice(outcome);
  return `${first?.rung} ${first?.endpoint.id}`;
}

/** Everything of a plan but its figures and its end. */
function planKey({ route, rungs }: Outcome): string {
  const listed = rungs.map(({ name, endpoints }) => [
    name,
    endpoints.map(({ id, via }) => [id, via]),
  ]);
  return JSON.stringify([route, listed]);
}

/** Which of two outcomes may reach more: sets of endpoints over all rungs. */
export type Reaching = "same" | "narrower" | "wider" | "incomparable";

/** Whether after reaches less, or more, than before. */
export function reaching(before: Outcome, after: Outcome): Reaching {
  const had = new Set(endpointsOf(before).map(({ id }) => id));
  const has = new Set(endpointsOf(after).map(({ id }) => id));
  const isNarrower = [...has].every((id) => had.has(id));
  const isWider = [...had].every((id) => has.has(id));
  if (isNarrower) return isWider ? "same" : "narrower";
  return isWider ? "wider" : "incomparable";
}
