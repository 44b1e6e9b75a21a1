import type { ExplainedSurvivor } from "./explained-survivor.ts";

/** Survivors of the policy. */
export const POLICY_SURVIVORS: readonly ExplainedSurvivor[] = [
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
    mutants: ["default: return key satisfies never; => default:"],
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
  {
    file: "packages/policy/src/plan/decide.ts",
    mutants: ['"" => "Stryker was here!"'],
    why: "The code says that there is a cause; the fallback is for the compiler.",
  },
  {
    file: "packages/policy/src/plan/decide.ts",
    mutants: ["default: return code satisfies never; => default:"],
    why: "Every code has its case; the compiler says so.",
  },
  {
    file: "packages/policy/src/plan/decide.ts",
    mutants: ["live.length === 0 => false", "true => false"],
    why: "The short way to what the long one finds too.",
  },
  {
    file: "packages/policy/src/plan/indexed-rung.ts",
    mutants: [
      "(slowest, { latencyMsP95 }) => Math.max(slowest, latencyMsP95) => () => undefined",
      "{ const { breakers, held = NONE, attempts, absent, latencyMsP95 = NONE, remainin… => {}",
      "!(this.#latencyMsP95Max <= remainingMs) || !isEmpty(attempts) => true",
      "this.#latencyMsP95Max <= remainingMs => false",
      "this.#latencyMsP95Max <= remainingMs => this.#latencyMsP95Max < remainingMs",
      "this.#placeOf(id) >= 0 => true",
      "{ return place < 0 ? places : [...places, place]; } => {}",
      "{ for (const _name in record) return false; return true; } => {}",
      "true => false",
    ],
    why: "Each endpoint is then looked at, which finds the same, only slower.",
  },
  {
    file: "packages/policy/src/plan/indexed-rung.ts",
    mutants: ["number === undefined => false"],
    why: "No endpoint of a rung is without its number, so none is found either.",
  },
  {
    file: "packages/policy/src/plan/cost-in.ts",
    mutants: ["known !== undefined => false", "costs.set(model.id, cost); => ;"],
    why: "A cost that is remembered spares time; counted again it is the same.",
  },
  {
    file: "packages/policy/src/plan/envelope-checks.ts",
    mutants: ['[] => ["Stryker was here"]'],
    why: "No provider has this name.",
  },
  {
    file: "packages/policy/src/plan/match-route.ts",
    mutants: ["route.match !== undefined => true", "match !== undefined => true"],
    why: "Only internal routes have no match, and they are out before.",
  },
  {
    file: "packages/policy/src/plan/match-route.ts",
    mutants: ["fallback === null => false"],
    why: "No route has the id `null`.",
  },
  {
    file: "packages/policy/src/plan/plan.ts",
    mutants: ["reasons.length === 0 => false"],
    why: "What is an endpoint is taken out of the rejections in the end.",
  },
];
