import type { ExplainedSurvivor } from "./explained-survivor.ts";

const BREAKER = "packages/sdk/src/health/breaker.ts";
const CALL_PLACES = "packages/sdk/src/health/call-places.ts";
const RUNG_BOOK = "packages/sdk/src/ladder/rung-book.ts";

/** Survivors of the SDK. */
export const SDK_SURVIVORS: readonly ExplainedSurvivor[] = [
  {
    file: BREAKER,
    mutants: ['[] => ["Stryker was here"]'],
    why: "A window keeps its parts by number; what has none is dropped with the first call.",
  },
  {
    file: CALL_PLACES,
    mutants: ["tickets += 1 => tickets -= 1"],
    why: "A ticket must be unlike every other, whichever way they are counted.",
  },
  {
    file: CALL_PLACES,
    mutants: [
      "next !== undefined => true",
      "site.calls.get(next)?.() => site.calls.get(next)()",
      "site.calls.get(ticket)?.() => site.calls.get(ticket)()",
    ],
    why: "Every ticket in line has its call, and none has the ticket `undefined`.",
  },
  {
    file: CALL_PLACES,
    mutants: ['"abort" => ""', "site.calls.delete(ticket); => ;"],
    why:
      "The deadline is cancelled and the ticket is out of the line by then: a listener or an entry " +
      "that stays is never called. Both only hold memory.",
  },
  {
    file: CALL_PLACES,
    mutants: ["{ once: true } => {}", "true => false", "{ once: true } => {}", "true => false"],
    why: "A signal aborts once, and both listeners are taken off when the wait ends.",
  },
  {
    file: "packages/sdk/src/health/endpoint-health.ts",
    mutants: ['phase !== "closed" => true', '"closed" => ""'],
    why: "The map holds no closed breaker; the comparison is for the compiler.",
  },
  {
    file: "packages/sdk/src/health/least-demanding.ts",
    mutants: ['"" => "Stryker was here!"'],
    why: "A policy that loads has a workload, so the fallback serves the compiler alone.",
  },
  {
    file: RUNG_BOOK,
    mutants: ["plan.route === null => false", "plan.route !== null => true"],
    why: "The map has no entry for null: without a route there are no rungs, and nothing turns.",
  },
  {
    file: RUNG_BOOK,
    mutants: ["rungsOf(plan)?.set => rungsOf(plan).set"],
    why: "A turn is made only of a state that was found in the same map.",
  },
  {
    file: RUNG_BOOK,
    mutants: ["hysteresis === undefined => false"],
    why: "Without hysteresis the book has no states, so the loop finds nothing to end.",
  },
  {
    file: "packages/sdk/src/ladder/rung-verdict.ts",
    mutants: ['ending.kind === "stopped" => true'],
    why: "No other ending has a cause that says `deadline`; the kind is for the compiler.",
  },
];
