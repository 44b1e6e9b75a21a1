import type { RuleText } from "../lint-rule.ts";

type AnalysisRule =
  | "shadowed"
  | "gap"
  | "deadCandidate"
  | "widerRisk"
  | "residency"
  | "unserved"
  | "experimental"
  | "loss"
  | "singleProvider"
  | "slowFailover"
  | "ceiling"
  | "deadThreshold"
  | "noTier"
  | "worstCase";

/** Rules that only the analysis of all request classes can judge. */
export const ANALYSIS_RULES: Readonly<Record<AnalysisRule, RuleText>> = {
  shadowed: {
    id: "R04",
    severity: "error",
    summary: "A route can never match.",
    explanation:
      "The first route that matches takes a request. Routes before this one take all that it " +
      "asks for. Move it above them, narrow them, or retire it.",
  },
  gap: {
    id: "R07",
    severity: "error",
    summary: "Requests reach no route, and the policy does not say that it means it.",
    explanation:
      "A request without a route is refused. Give the classes to a route, or list them in " +
      "`intendedGaps` with the reason.",
  },
  deadCandidate: {
    id: "R08",
    severity: "warning",
    summary: "A candidate of a route is never eligible.",
    explanation:
      "Envelope, requirements and limits bar the model from every request of the route, on every " +
      "rung. `switchyard explain` with the witness says by which of them. Remove the candidate, or " +
      "loosen what bars it.",
  },
  widerRisk: {
    id: "R10",
    severity: "error",
    summary: "A higher risk reaches a model that a lower risk may not.",
    explanation:
      "What is too dangerous for a small harm is too dangerous for a larger one: allowed sets must " +
      "shrink as risk grows. Narrow the envelope of the higher risk.",
  },
  residency: {
    id: "R11",
    severity: "error",
    summary: "Requests of a residency can reach any region.",
    explanation:
      "A residency other than the default promises where data stays. The envelope keeps that " +
      "promise only where it has an entry for it under `residency`.",
  },
  unserved: {
    id: "R12",
    severity: "error",
    summary: "A route takes nominal requests that none of its candidates may serve.",
    explanation:
      "No rung has an eligible endpoint, although nothing is lost: such requests always get the " +
      "static answer or an error. `switchyard explain` with the witness says what bars each " +
      "candidate.",
  },
  experimental: {
    id: "R13",
    severity: "error",
    summary: "An experimental model can serve more than the lowest risk.",
    explanation:
      "Experimental models change or end without notice. Keep them to the lowest risk under " +
      "`envelope.lifecycles`.",
  },
  loss: {
    id: "R21",
    severity: "error",
    summary: "A loss breaks a promise of `contingency.require`.",
    explanation:
      "The policy promises that nominal requests survive the loss, with every breaker of it open " +
      "already. They do not. Add a candidate outside the lost domain, or accept the loss for a " +
      "time under `contingency.accept`.",
  },
  singleProvider: {
    id: "R22",
    severity: "warning",
    summary: "All endpoints for a route's nominal requests are of one provider.",
    explanation:
      "Failover never leaves the provider: its outage is the route's. Add a candidate of another " +
      "provider that envelope and limits let through.",
  },
  slowFailover: {
    id: "R23",
    severity: "warning",
    summary: "After a timeout of the first call no other provider fits in the time.",
    explanation:
      "With the breaker still closed, the first call takes its p95 before it is given up. What is " +
      "left must hold the p95 of another provider. Raise the time, or put faster candidates first.",
  },
  ceiling: {
    id: "R25",
    severity: "error",
    summary: "A route's cost ceiling is below its cheapest candidate.",
    explanation:
      "Candidates that pass everything else cost more for the witness than `costPerTaskMax`: such " +
      "requests always end at the static answer or an error.",
  },
  deadThreshold: {
    id: "R26",
    severity: "info",
    summary: "Limits of a route bar nothing today.",
    explanation:
      "No request is planned otherwise without them. That is right for a limit that guards against " +
      "later candidates or prices, and wrong for one that was meant to bar something now.",
  },
  noTier: {
    id: "R30",
    severity: "error",
    summary: "Escalation has no higher tier to go to.",
    explanation:
      "`to: next-tier` looks for a candidate above the first choice, and for these requests there " +
      "is none. Add a candidate of a higher tier, or escalate to the next candidate.",
  },
  worstCase: {
    id: "R36",
    severity: "info",
    summary: "All attempts of one request can cost more than its ceiling.",
    explanation:
      "`costPerTaskMax` bounds the expected cost of a success. When every attempt but the last " +
      "fails after it was charged, the sum can be above it. Fewer attempts or a higher ceiling " +
      "make the two agree; budgets hold in any case.",
  },
};
