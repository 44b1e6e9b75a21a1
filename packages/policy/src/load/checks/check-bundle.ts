import type { Catalog, Policy } from "@switchyard/contract";
import { isOnRiskScale } from "../place-on-risk-scale.ts";
import type { CrossFinding } from "./cross-finding.ts";
import { createReport, reportUnknown, type Report } from "./report.ts";

/** Names that policy and catalogue have of each other. */
export function checkBundle(policy: Policy, catalog: Catalog): readonly CrossFinding[] {
  const findings: CrossFinding[] = [];
  const inPolicy = createReport((finding) => findings.push({ ...finding, document: "policy" }));
  const inCatalog = createReport((finding) => findings.push({ ...finding, document: "catalog" }));
  checkCandidates(policy, catalog, inPolicy);
  checkEnvelope(policy, catalog, inPolicy);
  checkScopes(policy, catalog, inPolicy);
  checkAcceptedLosses(policy, catalog, inPolicy);
  checkModels(policy, catalog, inCatalog);
  return findings;
}

/** Models that the policy may call, in code-unit order. */
export function referencedModels({ routes }: Policy, { models }: Catalog): readonly string[] {
  const ids = new Set(routes.flatMap(({ candidates }) => candidates));
  return [...ids].filter((id) => Object.hasOwn(models, id)).toSorted();
}

function checkCandidates({ routes }: Policy, { models }: Catalog, report: Report): void {
  const ids = Object.keys(models);
  for (const { index, candidates } of routes) {
    for (const [position, id] of candidates.entries()) {
      const path = ["routes", index, "candidates", position];
      reportUnknown(report, path, "model of the catalogue", id, ids);
    }
  }
}

function checkEnvelope({ envelope }: Policy, { providers }: Catalog, report: Report): void {
  const regions = regionsOf({ providers });
  for (const [residency, allowed] of Object.entries(envelope.residency)) {
    for (const [position, region] of allowed.entries()) {
      const path = ["envelope", "residency", residency, position];
      reportUnknown(report, path, "region of the catalogue", region, regions);
    }
  }
  for (const [risk, denied] of Object.entries(envelope.denyProviders)) {
    for (const [position, provider] of denied.entries()) {
      const path = ["envelope", "denyProviders", risk, position];
      reportUnknown(report, path, "provider", provider, Object.keys(providers));
    }
  }
}

function checkScopes({ budgets }: Policy, { providers, models }: Catalog, report: Report): void {
  for (const [index, { scope }] of budgets.entries()) {
    if (scope === "all") continue;
    const path = ["budgets", index, "scope"];
    if ("provider" in scope) {
      const names = Object.keys(providers);
      reportUnknown(report, [...path, "provider"], "provider", scope.provider, names);
    }
    if ("model" in scope) {
      const names = Object.keys(models);
      reportUnknown(report, [...path, "model"], "model of the catalogue", scope.model, names);
    }
  }
}

/** `provider:openai`, `provider/region:openai/eu`: the names behind the colon. */
function checkAcceptedLosses({ contingency }: Policy, catalog: Catalog, report: Report): void {
  const names: Readonly<Record<string, readonly string[]>> = {
    model: Object.keys(catalog.models),
    provider: Object.keys(catalog.providers),
    region: regionsOf(catalog),
    sharedEdge: Object.keys(catalog.sharedEdges),
    "provider/region": Object.values(catalog.providers).flatMap(({ id, endpoints }) =>
      Object.keys(endpoints).map((region) => `${id}/${region}`),
    ),
  };
  for (const [index, { lose }] of (contingency?.accept ?? []).entries()) {
    for (const [position, loss] of lose.entries()) {
      const colon = loss.indexOf(":");
      const kind = loss.slice(0, colon);
      const path = ["contingency", "accept", index, "lose", position];
      reportUnknown(report, path, kind, loss.slice(colon + 1), names[kind] ?? []);
    }
  }
}

/** The scales are the policy's; only models that it calls have to be on them. */
function checkModels(policy: Policy, catalog: Catalog, report: Report): void {
  const { tiers, risks } = policy.domains;
  for (const id of referencedModels(policy, catalog)) {
    const model = catalog.models[id];
    if (model === undefined) continue;
    reportUnknown(report, ["models", id, "tier"], "tier of the policy", model.tier, tiers);
    if (isOnRiskScale(model.approvedRisk, risks)) continue;
    const place = ["models", id, "approvedRisk"];
    reportUnknown(report, place, "risk class of the policy", model.approvedRisk, risks);
  }
}

function regionsOf({ providers }: Pick<Catalog, "providers">): readonly string[] {
  const regions = Object.values(providers).flatMap(({ endpoints }) => Object.keys(endpoints));
  return [...new Set(regions)].toSorted();
}
