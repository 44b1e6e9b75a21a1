import type { ExplainedSurvivor } from "./explained-survivor.ts";

const BREAKER = "packages/sdk/src/health/breaker.ts";
const CALL_PLACES = "packages/sdk/src/health/call-places.ts";
const RUNG_BOOK = "packages/sdk/src/ladder/rung-book.ts";

/** Survivors with the reason why no test kills them. What was run, the README says. */
export const EXPLAINED_SURVIVORS: readonly ExplainedSurvivor[] = [
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
  {
    file: "packages/policy/src/price/cost-micro-usd.ts",
    mutants: [
      "sum <= Number.MAX_SAFE_INTEGER => false",
      "sum <= Number.MAX_SAFE_INTEGER => sum < Number.MAX_SAFE_INTEGER",
    ],
    why: "Big integers find the same cost, only slower.",
  },
  {
    file: "packages/policy/src/price/cost-micro-usd.ts",
    mutants: ["cost < COST_MAX => cost <= COST_MAX"],
    why: "Of two equal costs it is all one which is taken.",
  },
  {
    file: "packages/policy/src/price/cost-per-success.ts",
    mutants: ["cost < COST_MAX => cost <= COST_MAX"],
    why: "Of two equal costs it is all one which is taken.",
  },
  {
    file: "packages/policy/src/price/price-at.ts",
    mutants: [
      "only !== undefined && prices.length === 1 => false",
      "only !== undefined => true",
      "only !== undefined => only === undefined",
    ],
    why: "The short way to the price that the long one finds too; the comparison is for the compiler.",
  },
  {
    file: "packages/policy/src/price/price-at.ts",
    mutants: ["from === null => false"],
    why: "Only the first price can be without a day, and it holds where no other does.",
  },
  {
    file: "packages/policy/src/spend/create-spend-watch.ts",
    mutants: ["rate === 0 => false"],
    why: "Divided by nothing it is infinite or no number, and so in no window.",
  },
  {
    file: "packages/policy/src/spend/create-spend-watch.ts",
    mutants: ['[] => ["Stryker was here"]', '[] => ["Stryker was here"]'],
    why: "An alert or a level without numbers never holds.",
  },
  {
    file: "packages/policy/src/spend/spend-history.ts",
    mutants: ["bucket < last => bucket <= last"],
    why: "The last bucket is written anew after the loop.",
  },
  {
    file: "packages/policy/src/spend/spend-history.ts",
    mutants: ["newest === undefined => false", "before >= newest => before > newest"],
    why: "Without spend, and after the last of it, the difference of the totals is nothing too.",
  },
  {
    file: "packages/policy/src/budget/window-instance.ts",
    mutants: ['timezone === "UTC" => false', '"UTC" => ""'],
    why: "The platform's calendar tells the same days of UTC, only slower.",
  },
  {
    file: "packages/policy/src/explain/reason-words.ts",
    mutants: ["default: return reason.code satisfies never; => default:"],
    why: "Every code has its case; the compiler says so.",
  },
  {
    file: "packages/policy/src/explain/wrap-text.ts",
    mutants: ['"" => "Stryker was here!"'],
    why: "A text always has a first word, if only an empty one.",
  },
  {
    file: "packages/policy/src/quota/create-route-quota.ts",
    mutants: ["nowMs < firstEndMs => false"],
    why: "The first end spares a look at all seats.",
  },
  {
    file: "packages/policy/src/quota/create-route-quota.ts",
    mutants: ['[] => ["Stryker was here"]'],
    why: "A seat of no segment is charged to none.",
  },
  {
    file: "packages/policy/src/quota/fill-evenly.ts",
    mutants: [
      "round < levels.length => round <= levels.length",
      "left > 0 => true",
      "left > 0 => left >= 0",
    ],
    why: "A round more pours nothing: nothing is left, or no bucket has room.",
  },
  {
    file: "packages/policy/src/quota/fill-evenly.ts",
    mutants: ["room <= 0 => false", "room <= 0 => room < 0", "part < room => part <= room"],
    why: "A full bucket is filled to its size again, and a part that fits exactly fills it.",
  },
  {
    file: "packages/policy/src/quota/quota-refusal.ts",
    mutants: ["segment === undefined => false"],
    why: "The asking segment is among those that were brought to the instant; the comparison is for the compiler.",
  },
  {
    file: "packages/policy/src/quota/quota-refusal.ts",
    mutants: ["lacking <= SLACK => lacking < SLACK"],
    why: "The slack is for what rounding leaves, which is smaller by far.",
  },
  {
    file: "packages/policy/src/quota/quota-refusal.ts",
    mutants: ["one !== segment => true"],
    why: "The segment itself has its part by then, so it is not counted either way.",
  },
  {
    file: "packages/policy/src/plan/assess-candidates.ts",
    mutants: ["-1 => +1"],
    why: "Where all candidates are of the lowest tier, a higher cap keeps none out.",
  },
  {
    file: "packages/policy/src/plan/compare-text.ts",
    mutants: ["left < right => left <= right"],
    why: "Equal text was told before.",
  },
  {
    file: "packages/policy/src/plan/create-planner.ts",
    mutants: [
      "known !== undefined => false",
      "makeRoom(cells, plansMax); => ;",
      "cells.set(index, compiled); => ;",
    ],
    why: "Compiled cells that are kept spare time, and their bound memory; the plans are the same.",
  },
  {
    file: "packages/policy/src/plan/create-planner.ts",
    mutants: [
      "classAt * (tiers + 1) + Math.min(spendTierDown, tiers) => classAt * (tiers + 1) - Math.min(spendTierDown, tiers)",
      "((index * slas + sla) * contexts + context) * days + day => ((index * slas + sla) * contexts + context) * days - day",
      "(index * slas + sla) * contexts + context => (index * slas + sla) * contexts - context",
      "index * slas + sla => index * slas - sla",
    ],
    why: "A digit that is taken off tells all cells apart as one that is added does.",
  },
  {
    file: "packages/policy/src/plan/create-planner.ts",
    mutants: [
      "key > Number.MAX_SAFE_INTEGER => false",
      "key > Number.MAX_SAFE_INTEGER => key >= Number.MAX_SAFE_INTEGER",
    ],
    why: "No policy of a sane size has so many cells.",
  },
  {
    file: "packages/policy/src/plan/indexed-rung.ts",
    mutants: ['[] => ["Stryker was here"]'],
    why: "Every endpoint of a plan is of the catalogue and has its number; the fallback is for the compiler.",
  },
  {
    file: "packages/policy/src/plan/order-candidates.ts",
    mutants: ["default: => default:"],
    why: "Every key has its case; the compiler says so.",
  },
  {
    file: "packages/policy/src/plan/thresholds.ts",
    mutants: ['[] => ["Stryker was here"]'],
    why: "A text has no field of a match, so it names no threshold.",
  },
  {
    file: "packages/policy/src/plan/thresholds.ts",
    mutants: ["threshold !== undefined => true"],
    why: "The middle lies among the thresholds; the comparison is for the compiler.",
  },
  {
    file: "packages/policy/src/plan/decide.ts",
    mutants: [
      "out === undefined => true",
      "this.endpoints.length === endpoints.length => false",
      "again.length === 0 => false",
    ],
    why: "The short way to what the long one finds too.",
  },
  {
    file: "packages/policy/src/plan/decide.ts",
    mutants: ['[] => ["Stryker was here"]'],
    why: "No provider has this name.",
  },
  {
    file: "packages/policy/src/plan/match-route.ts",
    mutants: ["route.match === undefined => false"],
    why: "What has no match takes no names; the comparison is for the compiler.",
  },
  {
    file: "packages/policy/src/quota/quota-segments.ts",
    mutants: ["asking === undefined => false"],
    why: "A segment of no name would hold what the others leave; the sums are the same.",
  },
];
