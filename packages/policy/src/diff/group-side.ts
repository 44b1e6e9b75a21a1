import type { RungName } from "@switchyard/contract";
import type { Outcome } from "../analyse/outcome.ts";
import { firstChoice } from "./class-change.ts";

/** What happens to a class that no endpoint serves. */
export type Ending =
  /** The policy does not declare its names: an ask of it is invalid. */
  | "not-declared"
  | "no-route"
  /** No route, and the policy says that it means it. */
  | "intended-gap"
  | "static-answer"
  /** A route takes it, and has neither an endpoint nor a static answer for it. */
  | "refused";

/** What the classes of a group have in common on one side of a change. */
export interface GroupSide {
  /** Null: none takes them. */
  readonly route: string | null;
  /** The first choice. Null: no endpoint serves them. */
  readonly first: {
    readonly model: string;
    readonly rung: RungName;
    /** The route of the chain that lists the model. */
    readonly via: string;
  } | null;
  /** Of the first choice; only where the change is to another region. */
  readonly region?: string;
  readonly ending: Ending | null;
}

/** One side of a class's change. */
export function sideOf(outcome: Outcome): GroupSide {
  const { route = null } = outcome;
  const first = firstChoice(outcome);
  if (first === undefined) return { route, first: null, ending: endingOf(outcome) };
  const { model, via, region } = first.endpoint;
  return { route, first: { model, rung: first.rung, via }, region, ending: null };
}

function endingOf({ isDeclared, route, isIntended, endsStatic }: Outcome): Ending {
  if (!isDeclared) return "not-declared";
  if (route !== undefined) return endsStatic ? "static-answer" : "refused";
  return isIntended ? "intended-gap" : "no-route";
}
