import type { RuleText } from "../lint-rule.ts";

/**
 * Rules that hold before there is a bundle: reading the documents enforces them, and nothing is
 * run with a document that breaks one.
 */
export const DOCUMENT_RULES: readonly RuleText[] = [
  {
    id: "R01",
    severity: "error",
    summary: "A document says something unknown, impossible or too little.",
    explanation:
      "Policy and catalogue are strict: an unknown key, a value out of range, a quantity without " +
      "its unit and a decision that is made nowhere are errors, never defaults. The message shows " +
      "the place, the rule and the nearest right spelling. No other rule is looked at before this " +
      "one holds.",
  },
  {
    id: "R02",
    severity: "error",
    summary: "A name is used that is declared nowhere.",
    explanation:
      "Intents, risks, tiers, segments, locales and residencies are declared in `domains`; models, " +
      "providers and regions in the catalogue; routes, budgets and rungs in the policy. A name that " +
      "is none of them would match nothing, silently.",
  },
  {
    id: "R03",
    severity: "error",
    summary: "Two entries have the same name.",
    explanation:
      "Events, budgets and fallbacks speak of routes and budgets by their ids, so each is given " +
      "once. Rename one of the two.",
  },
  {
    id: "R05",
    severity: "error",
    summary: "Fallbacks go in a circle.",
    explanation:
      "A route that comes back to itself by its fallbacks has no end. Write `fallback: none` at " +
      "the route that should be the last.",
  },
];

/** R34: what the lock knows and the catalogue does not. */
export const strayLock: RuleText = {
  id: "R34",
  severity: "warning",
  summary: "catalog.lock.json knows a model that the catalogue does not.",
  explanation:
    "The lock holds what the catalogue leaves out, and is written by `switchyard catalog " +
    "refresh`. An entry without a model is left from an earlier catalogue.",
};

/** R35: an exception from nothing. */
export const idleSuppression: RuleText = {
  id: "R35",
  severity: "warning",
  summary: "A suppression suppresses nothing.",
  explanation:
    "No finding has that rule and is about that name. What was suppressed has been mended, or the " +
    "entry is misspelled. Remove it: it would hide the next finding of that kind.",
};
