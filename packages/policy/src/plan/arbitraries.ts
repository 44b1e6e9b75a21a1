import {
  LIFECYCLES,
  ORDER_KEYS,
  RUNGS,
  type Bundle,
  type Capability,
  type Catalog,
  type DomainsDocument,
  type Lifecycle,
  type ModelRung,
  type Plan,
  type PlannedEndpoint,
  type Policy,
  type RequestClass,
  type Route,
  type RouteMatch,
  type RungName,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { aCatalog, mostly, mostlyEmpty, REGIONS, sparse } from "../price/arbitraries.ts";
import { anInstant, aRequestOf } from "../request/arbitraries.ts";

/** Names that a careless lookup would find on every object. */
const WILD_NAMES = ["constructor", "toString", "__proto__", "a/b~c"] as const;

/** A small bundle in which anything goes that the formats allow: overlaps, cycles, dead ends. */
export function aBundle(): fc.Arbitrary<Bundle> {
  return someDomains().chain((domains) =>
    aCatalog(domains).chain((catalog) =>
      aPolicy(domains, catalog).map((policy) => ({ hash: "0".repeat(64), policy, catalog })),
    ),
  );
}

/** A bundle and a request of its domains, near the bundle's own thresholds. */
export function aBundleAndRequest(): fc.Arbitrary<readonly [Bundle, RequestClass, number]> {
  return aBundle().chain((bundle) =>
    fc.tuple(fc.constant(bundle), aRequestOf(bundle), anInstant()),
  );
}

/** Every endpoint of a plan, rung by rung. */
export function plannedIn({ rungs }: Plan): readonly PlannedEndpoint[] {
  return rungs.flatMap(({ endpoints }) => endpoints);
}

/** Endpoint ids of a plan's rungs. */
export function idsByRung({ rungs }: Plan): readonly (readonly string[])[] {
  return rungs.map(({ endpoints }) => endpoints.map(({ id }) => id));
}

/** The bundle with rungs that cap no tier: then a candidate's lot hangs on nothing but itself. */
export function withoutTierCaps(bundle: Bundle): Bundle {
  const { ladder } = bundle.policy;
  const free = <T extends { readonly tierDown: number }>(rung: T): T => ({ ...rung, tierDown: 0 });
  return {
    ...bundle,
    policy: {
      ...bundle.policy,
      ladder: {
        ...ladder,
        full: free(ladder.full),
        ...(ladder.constrained === undefined ? {} : { constrained: free(ladder.constrained) }),
        ...(ladder.summary === undefined ? {} : { summary: free(ladder.summary) }),
      },
    },
  };
}

/** The bundle with routes that do not look at `slaMs`, so that changing it changes no route. */
export function withoutSlaMatches(bundle: Bundle): Bundle {
  const routes = bundle.policy.routes.map(({ match, ...route }) => {
    if (match === undefined) return route;
    const { slaMsBelow: _, ...rest } = match;
    return Object.assign({}, route, { match: rest });
  });
  return { ...bundle, policy: { ...bundle.policy, routes } };
}

function someDomains(): fc.Arbitrary<DomainsDocument> {
  const wild = (...names: readonly string[]): fc.Arbitrary<string[]> =>
    fc.shuffledSubarray([...names, ...WILD_NAMES], { minLength: 1, maxLength: 3 });
  return fc.record({
    intents: wild("faq", "summarize", "plan"),
    risks: wild("low", "medium", "high"),
    tiers: fc.shuffledSubarray(["small", "medium", "premium", "huge"], { minLength: 1 }),
    segments: fc.constant(["free", "pro"]),
    locales: fc.constant(["en", "other"]),
    residencies: wild("any", "us", "eu"),
    defaults: fc.constant({ segment: "free", locale: "other", residency: "any" }),
    workloads: fc.constant({
      small: { inputTokens: 1_500, outputTokens: 400 },
      large: { inputTokens: 20_000, outputTokens: 1_500 },
    }),
  });
}

function aPolicy(domains: DomainsDocument, catalog: Catalog): fc.Arbitrary<Policy> {
  const routes = fc.integer({ min: 1, max: 4 }).chain((count) => {
    const ids = Array.from({ length: count }, (_, index) => `route-${index}`);
    return fc.tuple(...ids.map((_, index) => aRoute(domains, catalog, ids, index)));
  });
  const rung = fc.option(aRung(domains), { nil: undefined, freq: 4 });
  return fc
    .record({
      routes,
      lifecycles: byName(
        domains.risks,
        mostly<readonly Lifecycle[]>(SERVED, ["managed"], ["managed", "deprecated"], []),
      ),
      zeroRetention: mostly<readonly string[]>([], domains.risks.slice(-1), domains.risks),
      residency: byName(
        domains.residencies,
        mostly<readonly string[]>(REGIONS, ["eu"], ["us", "ap"], ["us"]),
      ),
      denyProviders: mostlyEmpty(
        byName(
          domains.risks,
          fc.constantFrom(...Object.keys(catalog.providers)).map((id) => [id]),
        ),
      ),
      full: aRung(domains),
      constrained: rung,
      summary: rung,
    })
    .map(({ routes, full, constrained, summary, ...envelope }) => ({
      name: "wild",
      version: 1,
      owners: { policy: "a", product: "b", reliability: "c", spend: "d" },
      domains,
      envelope,
      defaults: DEFAULTS,
      routes: routes.map((route) => withDeclaredRungs(route, { full, constrained, summary })),
      intendedGaps: [{ intents: domains.intents, risks: domains.risks.slice(0, 1), reason: "gap" }],
      budgets: [],
      ladder: {
        full,
        ...(constrained === undefined ? {} : { constrained }),
        ...(summary === undefined ? {} : { summary }),
        static: { text: "Later.", retryAfterMs: 60_000 },
      },
    }));
}

const SERVED: readonly Lifecycle[] = ["experimental", "managed", "deprecated"];

const DEFAULTS: Policy["defaults"] = {
  attempts: { max: 3, perEndpoint: 2, retryOn: [] },
  retryBudget: { tokens: 10, ratio: 0.1 },
  timeouts: { connectMs: 2_000, firstTokenMs: 6_000, idleMs: 4_000, totalMs: 20_000 },
  breaker: {
    consecutiveFailures: 5,
    windowMs: 30_000,
    failureRate: 0.5,
    slowCallMs: 10_000,
    slowCallRate: 0.8,
    callsMin: 20,
    openForMs: 15_000,
    halfOpenProbes: 2,
  },
};

/** Only rungs that the policy's ladder declares: the loader refuses others. */
function withDeclaredRungs(
  route: Route,
  declared: { readonly [Name in "full" | "constrained" | "summary"]: ModelRung | undefined },
): Route {
  const ladder = route.ladder.filter((name) => name === "static" || declared[name] !== undefined);
  return { ...route, ladder: ladder.length === 0 ? ["full"] : ladder };
}

function aRung({ intents }: DomainsDocument): fc.Arbitrary<ModelRung> {
  return sparse(
    {
      tierDown: fc.integer({ min: 0, max: 2 }),
      qualityFloorLower: fc.constantFrom(0, 0.03, 0.08, 1),
    },
    {
      intents: fc.subarray([...intents], { minLength: 1 }),
      outputTokensMax: fc.constantFrom(100, 200),
    },
  );
}

function aRoute(
  domains: DomainsDocument,
  catalog: Catalog,
  ids: readonly string[],
  index: number,
): fc.Arbitrary<Route> {
  return sparse(
    {
      id: fc.constant(ids[index] ?? ""),
      index: fc.constant(index),
      internal: mostly(false, true),
      match: aMatch(domains),
      candidates: fc.shuffledSubarray(Object.keys(catalog.models), { minLength: 1 }),
      order: fc.shuffledSubarray([...ORDER_KEYS], { minLength: 1 }),
      limits: fc.record({
        latencyMsMax: mostly(60_000, 2_000, 5_000),
        qualityFloor: mostly<number | "unmeasured">(0.6, 0.75, 0.9, "unmeasured"),
        costPerTaskMicroUsdMax: mostly(10_000_000_000, 100_000, 1_000_000),
      }),
      requires: fc.record({
        capabilities: mostly<readonly Capability[]>([], ["tools"], ["structured-output"]),
        contextTokensMin: mostly(0, 4_000, 16_000),
      }),
      deterministic: fc.constant(false),
      gates: fc.constant([]),
      repairMax: fc.constant(0),
      fallback: fc.constantFrom(null, ...ids),
      ladder: fc.subarray<RungName>([...RUNGS], { minLength: 1 }),
      lifecycle: mostly<Lifecycle>("managed", ...LIFECYCLES),
      owner: fc.constant("a"),
    },
    { outputTokensMax: fc.constantFrom(100, 500) },
  );
}

function aMatch(domains: DomainsDocument): fc.Arbitrary<RouteMatch> {
  return sparse(
    {
      intents: mostly(domains.intents, domains.intents.slice(0, 1)),
      risks: mostly(domains.risks, domains.risks.slice(-1)),
    },
    {
      segments: fc.constant(["pro"]),
      locales: fc.constant(["en"]),
      residencies: fc.subarray([...domains.residencies], { minLength: 1 }),
      slaMsBelow: fc.constantFrom(2_000, 5_000.5),
    },
  );
}

/** An entry for some of the names, others left out. */
function byName<T>(
  names: readonly string[],
  value: fc.Arbitrary<T>,
): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.tuple(...names.map(() => fc.option(value, { freq: 9 }))).map((values) =>
    Object.fromEntries(
      names.flatMap((name, index) => {
        const held = values[index] ?? null;
        return held === null ? [] : [[name, held] as const];
      }),
    ),
  );
}
