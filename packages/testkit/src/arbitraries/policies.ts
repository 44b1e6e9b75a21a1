import {
  DocumentError,
  type CatalogDocument,
  type EnvelopeDocument,
  type GateDocument,
  type PolicyInput,
  type RouteInput,
  type RungName,
} from "@switchyard/contract";
import {
  analysePolicy,
  createBundle,
  lintBundle,
  loadCatalog,
  loadPolicy,
  violationsOfAnalysis,
  type LoadedBundle,
} from "@switchyard/policy";
import * as fc from "fast-check";
import { catalogs } from "./catalogs.ts";
import { mostly, someOf } from "./some-of.ts";

export interface PolicyConstraints {
  /**
   * `clean`: `switchyard check` finds no error; `wild`: whatever the formats allow. Default: clean.
   */
  readonly lint?: "clean" | "wild";
  /** At most so many routes. Default: 3. */
  readonly routesMax?: number;
  /** At most so many providers, up to 3. Default: 3. */
  readonly providersMax?: number;
}

/** The instant at which generated policies are linted: 2026-11-24T12:00:00Z. */
const NOON_MS = 1_795_521_600_000;

/** Words of generated policies. */
const WORDS = {
  intents: ["faq", "plan", "extract"],
  risks: ["low", "high"],
  tiers: ["small", "premium"],
} as const;

/**
 * Bundles of generated documents: a few providers, models and routes, an envelope, budgets and a
 * ladder. They shrink to one provider, one model and one route.
 */
export function policies(constraints: PolicyConstraints = {}): fc.Arbitrary<LoadedBundle> {
  const { lint = "clean" } = constraints;
  return anyPolicies(constraints)
    .filter((bundle) => bundle !== undefined && (lint === "wild" || isLintClean(bundle)))
    .map((bundle) => bundle ?? unreachable());
}

function anyPolicies(constraints: PolicyConstraints): fc.Arbitrary<LoadedBundle | undefined> {
  const { lint = "clean", providersMax = 3 } = constraints;
  const isWild = lint === "wild";
  const documents = catalogs(WORDS, { providersMax, isWild }).chain((catalog) =>
    fc.tuple(fc.constant(catalog), aPolicy(catalog, constraints)),
  );
  return documents.map(([catalog, policy]) => opened(catalog, policy));
}

/** Undefined where the loader refuses the two documents. */
function opened(catalog: CatalogDocument, policy: PolicyInput): LoadedBundle | undefined {
  try {
    return createBundle(loadPolicy(policy), loadCatalog(catalog));
  } catch (error) {
    if (error instanceof DocumentError) return undefined;
    throw error;
  }
}

function unreachable(): never {
  throw new Error("A bundle that the loader refused passed the filter.");
}

/** Whether `switchyard check` would find no error. */
export function isLintClean(bundle: LoadedBundle): boolean {
  const analysis = analysePolicy(bundle.bundle, { atMs: NOON_MS });
  const violations = violationsOfAnalysis(bundle.bundle, analysis);
  const findings = lintBundle(bundle, { epochMs: NOON_MS, violations });
  return findings.every(({ severity, suppressed }) => severity !== "error" || suppressed);
}

function aPolicy(
  catalog: CatalogDocument,
  { lint = "clean", routesMax = 3 }: PolicyConstraints,
): fc.Arbitrary<PolicyInput> {
  const isWild = lint === "wild";
  const routes = fc
    .integer({ min: 1, max: Math.min(routesMax, WORDS.intents.length) })
    .chain((count) => {
      const intents = WORDS.intents.slice(0, count);
      return fc.tuple(...intents.map((_, index) => aRoute(catalog, intents, index, isWild)));
    });
  return fc
    .record({
      routes,
      envelope: anEnvelope(isWild),
      budgets: someBudgets(catalog),
      residencies: mostly(["any"], ["any", "eu"]),
    })
    .map(({ routes, envelope, budgets, residencies }) => ({
      schema: "switchyard/policy/v1",
      name: "generated",
      extends: "builtin/starter@1",
      domains: {
        intents: WORDS.intents.slice(0, routes.length),
        risks: WORDS.risks,
        tiers: WORDS.tiers,
        segments: ["free", "pro"],
        locales: ["en", "other"],
        residencies,
        defaults: { segment: "free", locale: "other", residency: "any" },
      },
      envelope: residencies.includes("eu") ? envelope : { ...envelope, residency: {} },
      ladder: LADDER,
      routes,
      intendedGaps: gapsOf(routes),
      budgets,
    }));
}

const LADDER = {
  constrained: { tierDown: 1, qualityFloorLower: 0.1 },
  summary: {
    tierDown: 1,
    qualityFloorLower: 0.2,
    instruction: "Answer with a short summary only.",
    outputTokensMax: 200,
  },
} as const;

const LADDERS: readonly (readonly RungName[])[] = [
  ["full", "static"],
  ["full", "constrained", "static"],
  ["full", "constrained", "summary", "static"],
  ["full"],
];

/** Route N takes intent N, at some risks: what a clean policy leaves out is an intended gap. */
function aRoute(
  catalog: CatalogDocument,
  intents: readonly string[],
  index: number,
  isWild: boolean,
): fc.Arbitrary<RouteInput> {
  return fc
    .record({
      intents: isWild ? someOf(intents) : fc.constant(intents.slice(index, index + 1)),
      risks: someOf(WORDS.risks),
      candidates: fc.shuffledSubarray(Object.keys(catalog.models), { minLength: 1 }),
      latencyMax: mostly("10s", "2s", "5s"),
      qualityFloor: mostly(0.6, 0.8),
      costPerTaskMax: mostly("$1", "$0.02"),
      gates: mostly<readonly GateDocument[]>(["non-empty", "not-refusal"], [], ["not-truncated"]),
      ladder: isWild ? fc.constantFrom(...LADDERS) : fc.constantFrom(...LADDERS.slice(0, 3)),
      fallback: fc.constant(index > 0 && isWild ? `route-${index - 1}` : "none"),
    })
    .map((drawn) => {
      const { intents, risks, candidates, gates, ladder, fallback } = drawn;
      const { latencyMax, qualityFloor, costPerTaskMax } = drawn;
      const limits = { latencyMax, qualityFloor, costPerTaskMax };
      const match = { intents, risks };
      return { id: `route-${index}`, match, limits, candidates, gates, ladder, fallback };
    });
}

function gapsOf(routes: readonly RouteInput[]): NonNullable<PolicyInput["intendedGaps"]> {
  return WORDS.intents.slice(0, routes.length).flatMap((intent) => {
    const open = WORDS.risks.filter((risk) =>
      routes.every(
        ({ match }) => match?.intents.includes(intent) !== true || !match.risks.includes(risk),
      ),
    );
    return open.length === 0 ? [] : [{ intents: [intent], risks: open, reason: "not offered" }];
  });
}

function anEnvelope(isWild: boolean): fc.Arbitrary<Partial<EnvelopeDocument>> {
  return fc.record({
    // A residency that binds nothing is an error of lint.
    residency: isWild
      ? mostly<EnvelopeDocument["residency"]>({ eu: ["eu"] }, {})
      : fc.constant({ eu: ["eu"] }),
    zeroRetention: mostly<readonly string[]>([], ["high"]),
    denyProviders: isWild
      ? mostly<EnvelopeDocument["denyProviders"]>({}, { high: ["alpha"] })
      : fc.constant({}),
  });
}

function someBudgets(catalog: CatalogDocument): fc.Arbitrary<NonNullable<PolicyInput["budgets"]>> {
  const [provider = "alpha"] = Object.keys(catalog.providers);
  return fc
    .record({
      day: mostly("$50", "$0.01", "$0.10"),
      partition: fc.option(fc.constantFrom("$20", "$0.05"), { freq: 4 }),
    })
    .map(({ day, partition }) =>
      [day, partition].flatMap((cap, index) => {
        if (cap === null) return [];
        return index === 0 ? { id: "day", cap } : { id: "partition", cap, scope: { provider } };
      }),
    );
}
