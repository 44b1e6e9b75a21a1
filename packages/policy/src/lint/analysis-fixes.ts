import type { Bundle } from "@switchyard/contract";
import type { AnalysisFinding } from "../analyse/analysis-finding.ts";
import { plan } from "../plan/plan.ts";

/** Entries of `intendedGaps` for the classes of a finding. */
export function gapFix({ policy: { domains } }: Bundle, { cubes }: AnalysisFinding): string {
  const entries = cubes.map(
    ({ intent = domains.intents, risk = domains.risks }) =>
      `{ intents: [${intent.join(", ")}], risks: [${risk.join(", ")}], reason: "no route is meant" }`,
  );
  return `intendedGaps: [${[...new Set(entries)].join(", ")}]`;
}

/** The candidates of the route with one model more that helps its witness, where there is one. */
export function candidateFix(
  bundle: Bundle,
  { routes: [id], witness: { request, atMs } }: AnalysisFinding,
  helps: (providers: ReadonlySet<string>) => boolean,
): string | undefined {
  const route = bundle.policy.routes.find((one) => one.id === id);
  if (route === undefined) return undefined;
  for (const model of Object.values(bundle.catalog.models)) {
    if (model.lifecycle !== "managed" || route.candidates.includes(model.id)) continue;
    const candidates = [...route.candidates, model.id];
    const routes = bundle.policy.routes.map((one) =>
      one === route ? { ...one, candidates } : one,
    );
    const changed = { ...bundle, policy: { ...bundle.policy, routes } };
    const { rungs } = plan(changed, request, atMs);
    const endpoints = rungs.flatMap((rung) => rung.endpoints);
    if (helps(new Set(endpoints.map(({ provider }) => provider)))) {
      return `candidates: [${candidates.join(", ")}]`;
    }
  }
  return undefined;
}

/** An entry of `contingency.accept` for the loss and the classes of a finding. */
export function acceptance(
  { policy: { domains } }: Bundle,
  { routes: [route = ""], domains: lost, cubes }: AnalysisFinding,
  expires: string,
): string {
  const all = cubes.flatMap(({ residency = domains.residencies }) => residency);
  const residencies = [...new Set(all)].join(", ");
  return `accept: [{ id: ${route}-loss, routes: [${route}], residencies: [${residencies}], lose: [${lost.map((name) => `"${name}"`).join(", ")}], reason: "accepted for now", expires: ${expires} }]`;
}

/** The lifecycles that the envelope lets a risk reach, without one. */
export function lifecyclesFix({ policy }: Bundle, risk: string, without: string): string {
  const allowed = policy.envelope.lifecycles[risk] ?? [];
  return `${risk}: [${allowed.filter((lifecycle) => lifecycle !== without).join(", ")}]`;
}

/** The line of the envelope that keeps the higher risk from what the lower may not have. */
export function widerFix(bundle: Bundle, { pointer, models, have }: AnalysisFinding): string {
  const { envelope } = bundle.policy;
  const model = bundle.catalog.models[models[0] ?? ""];
  const risk = String(have);
  if (pointer.startsWith("/envelope/lifecycles")) {
    return lifecyclesFix(bundle, risk, model?.lifecycle ?? "");
  }
  if (pointer.startsWith("/envelope/denyProviders")) {
    const denied = [...(envelope.denyProviders[risk] ?? []), model?.provider ?? ""];
    return `${risk}: [${denied.join(", ")}]`;
  }
  return `zeroRetention: [${[...envelope.zeroRetention, risk].join(", ")}]`;
}
