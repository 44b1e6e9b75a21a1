import type { Bundle, Model, ModelRung, RequestClass, Route } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest } from "./arbitraries.ts";
import { plan } from "./plan.ts";

/**
 * The rules said a second time, as one predicate and one sort key per endpoint, with other
 * arithmetic: instants instead of days, floats instead of big integers, sets instead of caps.
 */
interface Link {
  readonly model: Model;
  readonly region: string;
  readonly route: Route;
  readonly depth: number;
}

const get = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  new Map(Object.entries(record)).get(key);
const midnight = (day: string): number => Date.parse(`${day}T00:00:00Z`);

function referenceRoute({ policy }: Bundle, request: RequestClass): Route | null {
  for (const route of policy.routes) {
    const { match } = route;
    if (route.internal || route.lifecycle === "retired" || match === undefined) continue;
    const wishes: readonly (readonly [readonly string[] | undefined, string])[] = [
      [match.intents, request.intent],
      [match.risks, request.risk],
      [match.segments, request.segment],
      [match.locales, request.locale],
      [match.residencies, request.residency],
    ];
    if (wishes.some(([values, value]) => values !== undefined && !values.includes(value))) continue;
    if ((match.slaMsBelow ?? Number.POSITIVE_INFINITY) > request.slaMs) return route;
  }
  return null;
}

function referenceChain(bundle: Bundle, request: RequestClass, ids: readonly string[]): Route[] {
  const last = bundle.policy.routes.find(({ id }) => id === ids.at(-1));
  const next = last?.fallback ?? null;
  if (next !== null && !ids.includes(next)) {
    return referenceChain(bundle, request, [...ids, next]);
  }
  return bundle.policy.routes
    .filter(
      ({ id, match, internal, lifecycle }) =>
        ids.includes(id) &&
        !internal &&
        lifecycle !== "retired" &&
        match?.intents.includes(request.intent) === true &&
        match.risks.includes(request.risk),
    )
    .sort((left, right) => ids.indexOf(left.id) - ids.indexOf(right.id));
}

function referenceCost({ policy }: Bundle, request: RequestClass, model: Model, atMs: number) {
  const workload = policy.domains.workloads[request.workload];
  const price = model.prices.findLast(({ from }) => from === null || midnight(from) <= atMs);
  const rates = price?.tiers.findLast(
    ({ inputTokensFrom }) => inputTokensFrom <= (workload?.inputTokens ?? 0),
  );
  if (workload === undefined || rates === undefined || model.successRate === 0) return 2 ** 53 - 1;
  const sum =
    workload.inputTokens * rates.inputMicroUsdPerMTok +
    workload.outputTokens * rates.outputMicroUsdPerMTok;
  return Math.floor(sum / Math.round(model.successRate * 1e6) + 0.5);
}

function passes(
  bundle: Bundle,
  request: RequestClass,
  rung: ModelRung,
  { model, region, route }: Link,
  atMs: number,
): boolean {
  const { policy, catalog } = bundle;
  const { envelope, domains } = policy;
  const outputs = Object.values(domains.workloads).map(({ outputTokens }) => outputTokens);
  const output = Math.min(
    route.outputTokensMax ?? Math.max(...outputs),
    rung.outputTokensMax ?? Number.POSITIVE_INFINITY,
  );
  const score = get(get(catalog.quality, request.intent) ?? {}, model.id);
  const { qualityFloor } = route.limits;
  const floor =
    qualityFloor === "unmeasured" ? null : Math.max(0, qualityFloor - rung.qualityFloorLower);
  const barred = [
    model.lifecycle === "retired",
    get(envelope.lifecycles, request.risk)?.includes(model.lifecycle) !== true,
    model.sunset !== undefined && midnight(model.sunset) <= atMs,
    domains.risks.indexOf(model.approvedRisk) < domains.risks.indexOf(request.risk),
    envelope.zeroRetention.includes(request.risk) &&
      !catalog.providers[model.provider]?.zeroRetention,
    get(envelope.denyProviders, request.risk)?.includes(model.provider) === true,
    get(envelope.residency, request.residency)?.includes(region) === false,
    [...route.requires.capabilities, ...request.capabilities].some(
      (capability) => !model.capabilities.includes(capability),
    ),
    model.contextTokens < Math.max(route.requires.contextTokensMin, request.contextTokens + output),
    model.latency.msP95 > Math.min(request.slaMs, route.limits.latencyMsMax),
    floor !== null && (score === undefined || Math.round(1e6 * (score - floor)) < 0),
    referenceCost(bundle, request, model, atMs) > route.limits.costPerTaskMicroUsdMax,
    rung.intents?.includes(request.intent) === false,
  ];
  return !barred.includes(true);
}

function isWanted(bundle: Bundle, request: RequestClass, { model }: Link, atMs: number): boolean {
  const { only, exclude, costMicroUsdMax } = request.overrides;
  const names = [model.id, model.provider, model.id.split("@")[0] ?? ""];
  return (
    (only === undefined || names.some((name) => only.includes(name))) &&
    !names.some((name) => exclude?.includes(name)) &&
    referenceCost(bundle, request, model, atMs) <= (costMicroUsdMax ?? Number.POSITIVE_INFINITY)
  );
}

function sortKey(bundle: Bundle, request: RequestClass, link: Link, atMs: number) {
  const { model, region, route } = link;
  const values: Readonly<Record<string, number | string>> = {
    listed: route.candidates.indexOf(model.id),
    costPerSuccess: referenceCost(bundle, request, model, atMs),
    p95: model.latency.msP95,
    "tier-desc": -bundle.policy.domains.tiers.indexOf(model.tier),
    "quality-desc": -(get(get(bundle.catalog.quality, request.intent) ?? {}, model.id) ?? -1),
    model: model.id,
    region,
  };
  return [link.depth, ...route.order.map((key) => values[key] ?? 0), model.id, region];
}

function referenceRung(
  bundle: Bundle,
  request: RequestClass,
  rung: ModelRung,
  chain: readonly Route[],
  atMs: number,
): readonly string[] {
  const kept = chain.flatMap((route, depth) => {
    const models = route.candidates.flatMap((id) => bundle.catalog.models[id] ?? []);
    const tierOf = ({ tier }: Model): number => bundle.policy.domains.tiers.indexOf(tier);
    const ceiling = Math.max(...models.map(tierOf)) - rung.tierDown;
    const links = models
      .flatMap((model) => model.regions.map((region) => ({ model, region, route, depth })))
      .filter((link) => passes(bundle, request, rung, link, atMs));
    const low = links.filter(({ model }) => tierOf(model) <= ceiling);
    const lowest = Math.min(...links.map(({ model }) => tierOf(model)));
    return low.length > 0 ? low : links.filter(({ model }) => tierOf(model) === lowest);
  });
  const keyed = kept
    .filter((link) => isWanted(bundle, request, link, atMs))
    .map((link) => ({
      id: `${link.model.id}#${link.region}`,
      key: sortKey(bundle, request, link, atMs),
    }))
    .sort((left, right) => {
      const at = left.key.findIndex((value, index) => value !== right.key[index]);
      return at < 0 || (left.key[at] ?? 0) < (right.key[at] ?? 0) ? -1 : 1;
    });
  return [...new Set(keyed.map(({ id }) => id))];
}

function reference(bundle: Bundle, request: RequestClass, atMs: number) {
  const route = referenceRoute(bundle, request);
  if (route === null) return { route: null, rungs: [] };
  const chain = referenceChain(bundle, request, [route.id]);
  const rungs = route.ladder.flatMap((name) => {
    const rung = name === "static" ? undefined : bundle.policy.ladder[name];
    return rung === undefined ? [] : [referenceRung(bundle, request, rung, chain, atMs)];
  });
  const strict = request.overrides.noFallback === true;
  return {
    route: route.id,
    rungs: strict ? rungs.map((ids, index) => (index === 0 ? ids.slice(0, 1) : [])) : rungs,
  };
}

test("an evaluator written another way plans the same endpoints in the same order", () => {
  let withEndpoints = 0;

  fc.assert(
    fc.property(aBundleAndRequest(), ([bundle, request, epochMs]) => {
      const { route, rungs } = plan(bundle, request, epochMs);
      const planned = rungs.map(({ endpoints }) => endpoints.map(({ id }) => id));
      if (planned.some((ids) => ids.length > 0)) withEndpoints += 1;

      expect({ route, rungs: planned }).toEqual(reference(bundle, request, epochMs));
    }),
    { numRuns: 2_000 },
  );
  expect(withEndpoints).toBeGreaterThan(200);
});
