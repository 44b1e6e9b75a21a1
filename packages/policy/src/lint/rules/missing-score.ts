import type { Catalog, Route } from "@switchyard/contract";
import { nearest } from "../../load/nearest.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/** R19: a candidate without a score fails closed wherever a floor is set. */
export const missingScore: LintRule = {
  id: "R19",
  severity: "error",
  summary: "A candidate has no quality score for an intent of its route.",
  explanation:
    "A floor can only be held by models that were measured, so one without a score is never " +
    "taken: the route has fewer candidates than it seems. Add the lower bound of its measured " +
    "quality to `quality.scores` of the catalogue, or take it off the route.",
  find: ({ policy, catalog }) => policy.routes.flatMap((route) => missingScores(route, catalog)),
};

function missingScores(route: Route, { quality }: Catalog): readonly RuleFinding[] {
  const { id, index, limits, candidates } = route;
  if (limits.qualityFloor === "unmeasured") return [];
  const floor = limits.qualityFloor;
  const intents = route.match?.intents ?? (route.intent === undefined ? [] : [route.intent]);
  return candidates.flatMap((candidate, position) => {
    const open = intents.filter((intent) => scoreOf(intent, candidate, quality) === undefined);
    const [first] = open;
    if (first === undefined) return [];
    const near = Object.hasOwn(quality, first) ? undefined : nearest(first, Object.keys(quality));
    const hint =
      near === undefined ? "add them to `quality.scores`" : `scores exist for \`${near}\``;
    const effect = `so route \`${id}\` never takes it there`;
    return [
      {
        document: "policy",
        path: ["routes", index, "candidates", position],
        about: candidate,
        message: `\`${candidate}\` has no score for ${open.join(", ")}, ${effect}; ${hint}`,
        fix: `quality: { scores: { ${first}: { ${candidate}: ${floor} } } }`,
      },
    ];
  });
}

function scoreOf(intent: string, model: string, quality: Catalog["quality"]): number | undefined {
  const scores = Object.hasOwn(quality, intent) ? quality[intent] : undefined;
  return scores !== undefined && Object.hasOwn(scores, model) ? scores[model] : undefined;
}
