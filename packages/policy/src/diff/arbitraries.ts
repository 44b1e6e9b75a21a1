import type { Bundle, Model, Route } from "@switchyard/contract";
import * as fc from "fast-check";
import { aSmallBundle } from "../analyse/arbitraries.ts";

/** Two small bundles: one with some things changed, or two that have nothing to do with each other. */
export function aBundlePair(): fc.Arbitrary<readonly [Bundle, Bundle]> {
  const changed = fc
    .tuple(aSmallBundle().map(inOnePlace), fc.array(anEdit(), { minLength: 1, maxLength: 3 }))
    .map(([bundle, edits]): readonly [Bundle, Bundle] => [
      bundle,
      edits.reduce((made, edit) => edit(made), bundle),
    ]);
  const unlike = fc.tuple(aSmallBundle().map(inOnePlace), aSmallBundle().map(inOnePlace));
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: unlike });
}

/** One residency, and routes that take every request at generous limits: most classes are served. */
function inOnePlace({ policy, ...rest }: Bundle): Bundle {
  const { domains } = policy;
  const { intents, risks } = domains;
  return {
    ...rest,
    policy: {
      ...policy,
      domains: { ...domains, residencies: domains.residencies.slice(0, 1) },
      routes: policy.routes.map((route) => ({
        ...route,
        ...(route.match && { match: { ...route.match, intents, risks } }),
        limits: { ...route.limits, qualityFloor: "unmeasured" },
      })),
    },
  };
}

type Edit = (bundle: Bundle) => Bundle;

function anEdit(): fc.Arbitrary<Edit> {
  const limits = fc.record({
    latencyMsMax: fc.constantFrom(1_000, 4_000, 60_000),
    qualityFloor: fc.constantFrom(0.5, 0.7, 0.85, "unmeasured" as const),
    costPerTaskMicroUsdMax: fc.constantFrom(10_000, 1_000_000, 10_000_000_000),
  });
  return fc.oneof(
    fc
      .tuple(fc.nat(3), limits)
      .map(([at, changed]) => editRoute(at, (route) => ({ ...route, limits: changed }))),
    fc.nat(3).map((at) => editRoute(at, (route) => ({ ...route, fallback: null }))),
    fc.nat(3).map((at) => editRoute(at, (route) => ({ ...route, ladder: ["full", "static"] }))),
    fc.nat(3).map((at) => editRoute(at, (route) => ({ ...route, lifecycle: "retired" }))),
    fc
      .nat(3)
      .map((at) => editRoute(at, (route) => ({ ...route, candidates: route.candidates.slice(1) }))),
    fc.constant(editRoutes((routes) => routes.toReversed())),
    fc.constant(editRoutes((routes) => routes.slice(1))),
    fc.constant(editModels((model) => ({ ...model, successRate: model.successRate / 2 }))),
    fc.constant(editModels((model) => ({ ...model, contextTokens: model.contextTokens + 1_000 }))),
    fc.constant(editModels((model) => ({ ...model, lifecycle: "deprecated" }))),
    fc.constant((bundle: Bundle) => ({
      ...bundle,
      policy: { ...bundle.policy, intendedGaps: [] },
    })),
  );
}

function editRoutes(change: (routes: readonly Route[]) => readonly Route[]): Edit {
  return ({ policy, ...rest }) => ({
    ...rest,
    policy: {
      ...policy,
      routes: change(policy.routes).map((route, index) => Object.assign({}, route, { index })),
    },
  });
}

function editRoute(at: number, change: (route: Route) => Route): Edit {
  return editRoutes((routes) =>
    routes.map((route, index) => (index === at % routes.length ? change(route) : route)),
  );
}

/** Changes the first model alone: then orders change too. */
function editModels(change: (model: Model) => Model): Edit {
  return ({ catalog, ...rest }) => {
    const [first] = Object.values(catalog.models);
    const changed = first === undefined ? {} : { [first.id]: change(first) };
    return { ...rest, catalog: { ...catalog, models: { ...catalog.models, ...changed } } };
  };
}
