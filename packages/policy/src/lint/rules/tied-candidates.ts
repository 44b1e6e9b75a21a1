import type { Route } from "@switchyard/contract";
import { candidatesOf, type Candidate } from "../../plan/candidate.ts";
import { compareBy } from "../../plan/order-candidates.ts";
import { costPerSuccessOn, type Workload } from "../../price/cost-per-success.ts";
import type { LintContext, LintRule, RuleFinding } from "../lint-rule.ts";

/** R31: two candidates that the order cannot tell apart. */
export const tiedCandidates: LintRule = {
  id: "R31",
  severity: "warning",
  summary: "Two candidates tie on every key of the order; their names decide.",
  explanation:
    "After the keys of `order`, model and region decide by the alphabet, so that a plan is always " +
    "the same. Where two endpoints tie on all keys written, the name decides which is first, and " +
    "nobody chose that. Write `model` and `region` as last keys to say that it is meant, or " +
    "`listed` to put the one you prefer first.",
  find: (context) => context.policy.routes.flatMap((route) => ties(route, context)),
};

function ties(route: Route, context: LintContext): readonly RuleFinding[] {
  for (const intent of route.match?.intents ?? [route.intent ?? ""]) {
    for (const workload of Object.values(context.policy.domains.workloads)) {
      const pair = tiedPair(route, intent, workload, context);
      if (pair !== undefined) return [toFinding(route, pair)];
    }
  }
  return [];
}

type Pair = readonly [Candidate, Candidate];

function tiedPair(
  route: Route,
  intent: string,
  workload: Workload,
  { policy, catalog, day }: LintContext,
): Pair | undefined {
  const facts = { bundle: { catalog }, request: { intent } };
  const candidates = candidatesOf(route, facts, (model) => costPerSuccessOn(model, workload, day));
  const compares = route.order.map((key) => compareBy(key, policy.domains.tiers));
  for (const [index, left] of candidates.entries()) {
    const right = candidates
      .slice(index + 1)
      .find((other) => compares.every((compare) => compare(left, other) === 0));
    if (right !== undefined) return [left, right];
  }
  return undefined;
}

function toFinding({ id, index, order }: Route, [left, right]: Pair): RuleFinding {
  const missing = (["model", "region"] as const).filter((key) => !order.includes(key));
  return {
    document: "policy",
    path: ["routes", index, "order"],
    about: id,
    message: `\`${left.endpoint.id}\` and \`${right.endpoint.id}\` tie on every key of the order of route \`${id}\`; the alphabet decides`,
    fix: `order: [${[...order, ...missing].join(", ")}]`,
  };
}
