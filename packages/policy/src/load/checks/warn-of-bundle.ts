import type { Catalog, Model, Policy, Route } from "@switchyard/contract";
import { nearest } from "../nearest.ts";
import { referencedModels } from "./check-bundle.ts";
import type { CrossFinding } from "./cross-finding.ts";

/** What is legal and still worth a look: missing scores, ends of life, expired exceptions. */
export function warnOfBundle(policy: Policy, catalog: Catalog): readonly CrossFinding[] {
  return [
    ...policy.routes.flatMap((route) => missingScores(route, catalog)),
    ...referencedModels(policy, catalog).flatMap((id) => endOfLife(id, policy, catalog)),
    ...expiredExceptions(policy, catalog),
  ];
}

function missingScores(route: Route, { quality }: Catalog): readonly CrossFinding[] {
  const { id, index, limits, candidates } = route;
  if (limits.qualityFloor === "unmeasured") return [];
  const intents = route.match?.intents ?? (route.intent === undefined ? [] : [route.intent]);
  return candidates.flatMap((candidate, position) => {
    const open = intents.filter((intent) => scoreOf(intent, candidate, quality) === undefined);
    const [first] = open;
    if (first === undefined) return [];
    const near = Object.hasOwn(quality, first) ? undefined : nearest(first, Object.keys(quality));
    const hint =
      near === undefined ? "add them to `quality.scores`" : `scores exist for \`${near}\``;
    const path = ["routes", index, "candidates", position];
    const effect = `so route \`${id}\` never takes it there`;
    const message = `\`${candidate}\` has no score for ${open.join(", ")}, ${effect}; ${hint}`;
    return [{ document: "policy", path, message }];
  });
}

function scoreOf(intent: string, model: string, quality: Catalog["quality"]): number | undefined {
  const scores = Object.hasOwn(quality, intent) ? quality[intent] : undefined;
  return scores !== undefined && Object.hasOwn(scores, model) ? scores[model] : undefined;
}

function endOfLife(id: string, policy: Policy, catalog: Catalog): readonly CrossFinding[] {
  const model = catalog.models[id];
  if (model === undefined) return [];
  const words = lifecycleWords(model, catalog.asOf);
  if (words === undefined) return [];
  const users = policy.routes.filter(({ candidates }) => candidates.includes(id));
  const next = model.replacedBy === undefined ? "" : `; it is replaced by \`${model.replacedBy}\``;
  const routes = users.map((route) => route.id).join(", ");
  const path = ["models", id, "lifecycle"];
  return [{ document: "catalog", path, message: `\`${id}\` ${words}, used by ${routes}${next}` }];
}

function lifecycleWords({ lifecycle, sunset }: Model, asOf: string): string | undefined {
  if (sunset !== undefined && sunset <= asOf) return `is no longer served since ${sunset}`;
  if (lifecycle === "retired") return "is retired and never called";
  if (sunset !== undefined) return `is ${lifecycle} and ends on ${sunset}`;
  return lifecycle === "deprecated" ? "is deprecated" : undefined;
}

/** The catalogue's date stands for today: a check reads no clock. */
function expiredExceptions({ contingency }: Policy, { asOf }: Catalog): readonly CrossFinding[] {
  return (contingency?.accept ?? []).flatMap(({ id, expires }, index) => {
    if (expires >= asOf) return [];
    const path = ["contingency", "accept", index, "expires"];
    const end = `expired on ${expires}, before the catalogue's ${asOf}`;
    const message = `the accepted loss \`${id}\` ${end}; renew or remove it`;
    return [{ document: "policy", path, message }];
  });
}
