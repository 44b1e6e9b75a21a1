import type { Bundle, Model, Reason, RequestClass, Route } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { aBundleAndRequest, withoutSlaMatches, withoutTierCaps } from "./arbitraries.ts";
import { plan } from "./plan.ts";

interface World {
  readonly bundle: Bundle;
  readonly request: RequestClass;
}

/** The world in which one rule no longer bars a candidate, and every other rule is as it was. */
function undo(world: World, endpoint: { model: string; region: string }, reason: Reason): World {
  const { policy } = world.bundle;
  const { risk, residency } = world.request;
  const envelope = (change: Partial<typeof policy.envelope>): World =>
    withPolicy(world, { envelope: { ...policy.envelope, ...change } });
  switch (reason.code) {
    case "lifecycle-not-allowed":
      if (reason.pointer.endsWith("/sunset"))
        return withModel(world, endpoint.model, { sunset: "9999-12-31" });
      if (reason.pointer.startsWith("catalog:"))
        return undoRetired(withModel(world, endpoint.model, { lifecycle: "managed" }));
      return envelope({
        lifecycles: withEntry(policy.envelope.lifecycles, risk, SERVED),
      });
    case "risk-not-approved":
      return withModel(world, endpoint.model, { approvedRisk: risk });
    case "retention-required":
      return envelope({ zeroRetention: [] });
    case "provider-denied":
      return envelope({ denyProviders: withEntry(policy.envelope.denyProviders, risk, []) });
    case "residency-not-allowed":
      return envelope({
        residency: withEntry(policy.envelope.residency, residency, [endpoint.region]),
      });
    case "quality-below-floor":
    case "quality-unmeasured":
      return withScore(world, endpoint.model, 1);
    default:
      return undoLimit(world, reason);
  }
}

const SERVED = ["experimental", "managed", "deprecated"] as const;

/** A model that is no longer retired still needs a lifecycle that the envelope allows. */
function undoRetired(world: World): World {
  const { envelope } = world.bundle.policy;
  const { risk } = world.request;
  return withPolicy(world, {
    envelope: { ...envelope, lifecycles: withEntry(envelope.lifecycles, risk, SERVED) },
  });
}

function undoLimit(world: World, { pointer }: Reason): World {
  const { request } = world;
  const { costMicroUsdMax: _, ...others } = request.overrides;
  const [, , index, group, name] = pointer.split("/");
  if (pointer.startsWith("/ladder/")) {
    const { ladder } = world.bundle.policy;
    const open = { tierDown: 0, qualityFloorLower: 0 };
    return withPolicy(world, { ladder: { ...ladder, full: { ...ladder.full, ...open } } });
  }
  switch (pointer) {
    case "request:/capabilities":
      return { ...world, request: { ...request, capabilities: [] } };
    case "request:/contextTokens":
      return { ...world, request: { ...request, contextTokens: -1e9 } };
    case "request:/slaMs":
      return { ...world, request: { ...request, slaMs: 1e9 } };
    case "request:/costMicroUsdMax":
      return { ...world, request: { ...request, overrides: others } };
    case "request:/only":
    case "request:/exclude":
      return { ...world, request: { ...request, overrides: without(request, pointer) } };
    default:
      return withRoute(world, Number(index), (route) => openRoute(route, `${group}/${name}`));
  }
}

function without({ overrides }: RequestClass, pointer: string): RequestClass["overrides"] {
  const name = pointer.replace("request:/", "");
  return Object.fromEntries(Object.entries(overrides).filter(([key]) => key !== name));
}

function openRoute(route: Route, rule: string): Route {
  const { limits, requires } = route;
  switch (rule) {
    case "limits/latencyMax":
      return { ...route, limits: { ...limits, latencyMsMax: 1e9 } };
    case "limits/costPerTaskMax":
      return { ...route, limits: { ...limits, costPerTaskMicroUsdMax: Number.MAX_SAFE_INTEGER } };
    case "requires/capabilities":
      return { ...route, requires: { ...requires, capabilities: [] } };
    case "requires/contextTokensMin":
      return { ...route, requires: { ...requires, contextTokensMin: 0 } };
    default:
      throw new Error(`no rule ${rule}`);
  }
}

function withPolicy({ bundle, request }: World, change: Partial<Bundle["policy"]>): World {
  return { request, bundle: { ...bundle, policy: { ...bundle.policy, ...change } } };
}

function withRoute(world: World, index: number, change: (route: Route) => Route): World {
  const routes = world.bundle.policy.routes.map((route) =>
    route.index === index ? change(route) : route,
  );
  return withPolicy(world, { routes });
}

function withModel({ bundle, request }: World, id: string, change: Partial<Model>): World {
  const { models } = bundle.catalog;
  const model = models[id];
  if (model === undefined) throw new Error(`no model ${id}`);
  const changed = { ...models, [id]: { ...model, ...change } };
  return { request, bundle: { ...bundle, catalog: { ...bundle.catalog, models: changed } } };
}

function withScore({ bundle, request }: World, id: string, score: number): World {
  const { quality } = bundle.catalog;
  const scores = Object.entries(quality).find(([intent]) => intent === request.intent)?.[1];
  const changed = withEntry(quality, request.intent, { ...scores, [id]: score });
  return { request, bundle: { ...bundle, catalog: { ...bundle.catalog, quality: changed } } };
}

function withEntry<T>(
  record: Readonly<Record<string, T>>,
  name: string,
  value: T,
): Readonly<Record<string, T>> {
  return Object.fromEntries([...Object.entries(record), [name, value]]);
}

/** Wild bundles in which each candidate's lot hangs on itself alone, and on one route. */
const plain = aBundleAndRequest().map(([bundle, request, epochMs]) => {
  const tame = withoutSlaMatches(withoutTierCaps(bundle));
  const routes = tame.policy.routes.map((route) => Object.assign({}, route, { fallback: null }));
  const { intents: _, ...full } = tame.policy.ladder.full;
  const world: World = {
    bundle: {
      ...tame,
      policy: { ...tame.policy, routes, ladder: { ...tame.policy.ladder, full } },
    },
    request: { ...request, overrides: { ...request.overrides, noFallback: false } },
  };
  return [world, epochMs] as const;
});

const isOnFirstRung = ({ bundle, request }: World, epochMs: number, id: string): boolean =>
  plan(bundle, request, epochMs).rungs[0]?.endpoints.some((endpoint) => endpoint.id === id) ===
  true;

test("with the rules that are listed undone, a candidate is eligible", () => {
  fc.assert(
    fc.property(plain, ([world, epochMs]) => {
      const first = plan(world.bundle, world.request, epochMs).rungs[0];
      if (first?.rung !== "full") return;
      for (const { endpoint, reasons } of first.rejections) {
        const undone = reasons.reduce((changed, reason) => undo(changed, endpoint, reason), world);
        expect(isOnFirstRung(undone, epochMs, endpoint.id)).toBe(true);
      }
    }),
    { numRuns: 400 },
  );
});

test("with one listed rule still standing, a candidate stays out", () => {
  fc.assert(
    fc.property(plain, fc.nat(), ([world, epochMs], pick) => {
      const first = plan(world.bundle, world.request, epochMs).rungs[0];
      if (first?.rung !== "full") return;
      for (const { endpoint, reasons } of first.rejections) {
        const standing = reasons[pick % reasons.length];
        const undone = reasons
          .filter((reason) => reason !== standing)
          .reduce((changed, reason) => undo(changed, endpoint, reason), world);
        expect(isOnFirstRung(undone, epochMs, endpoint.id)).toBe(false);
      }
    }),
    { numRuns: 400 },
  );
});

test("a rung caps the tier, but never below the lowest tier that the other rules leave", () => {
  fc.assert(
    fc.property(aBundleAndRequest(), ([wild, request, epochMs]) => {
      const routes = wild.policy.routes.map((route) =>
        Object.assign({}, route, { fallback: null }),
      );
      const bundle = { ...wild, policy: { ...wild.policy, routes } };
      const { tiers } = bundle.policy.domains;
      const tierOf = ({ model }: { readonly model: string }): number =>
        tiers.indexOf(bundle.catalog.models[model]?.tier ?? "");

      for (const rung of plan(bundle, { ...request, overrides: {} }, epochMs).rungs) {
        const candidates = [
          ...rung.endpoints.map((endpoint) => ({ endpoint, codes: [""] })),
          ...rung.rejections.map(({ endpoint, reasons }) => ({
            endpoint,
            codes: reasons.map(({ code }) => code),
          })),
        ];
        const left = candidates.filter(({ codes }) => /^(tier-above-cap)?$/.test(codes.join()));
        const tierDown = rung.rung === "static" ? 0 : bundle.policy.ladder[rung.rung]?.tierDown;
        const highest = Math.max(...candidates.map(({ endpoint }) => tierOf(endpoint)));
        const lowest = Math.min(...left.map(({ endpoint }) => tierOf(endpoint)));
        const cap = Math.max(highest - (tierDown ?? 0), lowest);
        for (const { endpoint, codes } of candidates) {
          expect(codes.includes("tier-above-cap")).toBe(tierOf(endpoint) > cap);
        }
      }
    }),
    { numRuns: 400 },
  );
});
