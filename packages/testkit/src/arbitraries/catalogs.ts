import type {
  CatalogDocument,
  Lifecycle,
  ModelDocument,
  ProviderDocument,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { mostly, someOf } from "./some-of.ts";

/** The words of a policy that its catalogue must speak. */
export interface CatalogWords {
  readonly intents: readonly string[];
  /** Ascending. */
  readonly risks: readonly string[];
  /** Ascending. */
  readonly tiers: readonly string[];
}

export interface CatalogConstraints {
  /** At most three. Default: 3. */
  readonly providersMax?: number;
  /** Whether models may be experimental, deprecated or retired, and providers keep data. */
  readonly isWild?: boolean;
}

const PROVIDERS = ["alpha", "beta", "gamma"] as const;
const SIZES = ["plain", "able"] as const;

/**
 * Catalogues of one to three providers with one or two models each, in one or two regions. Scores
 * are measured for every intent. They shrink to one provider, one model, one region.
 */
export function catalogs(
  words: CatalogWords,
  constraints: CatalogConstraints = {},
): fc.Arbitrary<CatalogDocument> {
  const { providersMax = 3, isWild = false } = constraints;
  const names = PROVIDERS.slice(0, Math.max(1, providersMax));
  // Without a base URL of its own, a provider would be found at the address of the others.
  const providerOf = (id: string): fc.Arbitrary<ProviderDocument> =>
    fc.record({
      api: fc.constant("openai" as const),
      keys: fc.constant([`${id.toUpperCase()}_KEY`]),
      zeroRetention: isWild ? mostly(true, false) : fc.constant(true),
      endpoints: someOf(["us", "eu"]).map((regions) =>
        Object.fromEntries(
          regions.map((region) => [region, { baseUrl: `https://${region}.${id}.invalid/v1` }]),
        ),
      ),
    });
  const served = someOf(names).chain((ids) =>
    fc.tuple(...ids.map((id) => fc.tuple(fc.constant(id), providerOf(id), someOf(SIZES)))),
  );
  return served.chain((entries) => {
    const ids = entries.flatMap(([id, , sizes]) => sizes.map((size) => `${id}/${size}`));
    const models = fc.tuple(...ids.map(() => aModel(words, isWild)));
    const scores = fc.tuple(
      ...words.intents.map(() => fc.tuple(...ids.map(() => mostly(0.9, 0.6, 0.75, 0.99)))),
    );
    return fc.tuple(models, scores).map(([facts, marks]) => ({
      schema: "switchyard/catalog/v1" as const,
      asOf: "2026-11-24",
      providers: Object.fromEntries(entries.map(([id, facts]) => [id, facts])),
      models: byKey(ids, facts),
      quality: {
        artefact: "none",
        scores: byKey(
          words.intents,
          marks.map((row) => byKey(ids, row)),
        ),
      },
    }));
  });
}

function aModel({ risks, tiers }: CatalogWords, isWild: boolean): fc.Arbitrary<ModelDocument> {
  const top = risks.at(-1) ?? "low";
  return fc.record({
    tier: fc.constantFrom(...tiers),
    lifecycle: isWild
      ? mostly<Lifecycle>("managed", "experimental", "deprecated", "retired")
      : fc.constant<Lifecycle>("managed"),
    approvedRisk: mostly(top, ...risks),
    contextTokens: mostly(200_000, 8_000, 1_000_000),
    capabilities: mostly(["tools", "structured-output"] as const, ["structured-output"] as const),
    latency: fc
      .constantFrom(["100ms", "300ms", "700ms"], ["400ms", "1s", "2s"], ["900ms", "3s", "7s"])
      .map(([firstTokenP50 = "", p50 = "", p95 = ""]) => ({
        firstTokenP50,
        p50,
        p95,
        outputTokensPerSecond: 100,
      })),
    successRate: mostly(1, 0.9),
    price: fc
      .constantFrom(["$1", "$4"], ["$0.10", "$0.40"], ["$5", "$25"])
      .map(([inputPerMTok = "", outputPerMTok = ""]) => ({ inputPerMTok, outputPerMTok })),
  });
}

function byKey<T>(keys: readonly string[], values: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(
    keys.flatMap((key, index) => {
      const value = values[index];
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
}
