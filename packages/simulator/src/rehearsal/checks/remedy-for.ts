import type { Route } from "@switchyard/contract";

/** What a cause asks for. */
export interface Remedy {
  /** JSON pointer into the policy. */
  readonly pointer: string;
  /** What happened to the asks, and what to do: the end of a sentence about them. */
  readonly text: string;
}

/** The remedy for asks of a route that no model answered in time, by cause. */
export function remedyFor(cause: string, { index }: Route): Remedy {
  const candidates = `/routes/${index}/candidates`;
  switch (cause) {
    case "no-endpoint":
    case "ladder-exhausted":
      return {
        pointer: candidates,
        text: "had no endpoint left: add a candidate of another provider",
      };
    case "rungs-closed":
      return {
        pointer: "/ladder/hysteresis",
        text: "met closed rungs: add a steadier candidate, or open rungs for a trial sooner",
      };
    case "attempts-exhausted":
      return {
        pointer: "/defaults/attempts",
        text: "used up their attempts: allow more, or put a steadier candidate first",
      };
    case "deadline":
    case "deadline-exceeded":
    case "late":
      return {
        pointer: candidates,
        text: "ran out of time: add a faster candidate, or let callers wait longer",
      };
    case "budget":
    case "budget-exhausted":
      return {
        pointer: "/budgets",
        text: "met an exhausted budget: raise its cap, or use cheaper candidates",
      };
    default:
      return { pointer: candidates, text: `ended in ${cause}` };
  }
}
