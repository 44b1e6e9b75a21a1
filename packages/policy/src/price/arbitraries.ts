import {
  CAPABILITIES,
  LIFECYCLES,
  type Catalog,
  type DatedPrice,
  type Capability,
  type DomainsDocument,
  type Lifecycle,
  type Model,
  type Provider,
  type RateTier,
  type Usage,
} from "@switchyard/contract";
import * as fc from "fast-check";

export const REGIONS = ["us", "eu", "ap"] as const;
const DAYS = ["2026-11-23", "2026-11-24", "2026-11-25", "2026-12-01"] as const;
export function aPrice(from: string | null = null): fc.Arbitrary<DatedPrice> {
  const rate = fc.integer({ min: 0, max: 100_000_000 });
  const tier = (inputTokensFrom: number): fc.Arbitrary<RateTier> =>
    fc.record({
      inputTokensFrom: fc.constant(inputTokensFrom),
      inputMicroUsdPerMTok: rate,
      cachedInputMicroUsdPerMTok: rate,
      cacheWriteMicroUsdPerMTok: rate,
      outputMicroUsdPerMTok: rate,
    });
  return fc.record({
    from: fc.constant(from),
    tiers: fc.oneof(fc.tuple(tier(0)), fc.tuple(tier(0), tier(1_000), tier(200_000))),
  });
}

/** Usage of up to ten million tokens a side whose parts fit in their totals. */
export function aUsage(): fc.Arbitrary<Usage> {
  const part = fc.integer({ min: 0, max: 3_333_333 });
  return fc
    .tuple(part, part, part, fc.integer({ min: 0, max: 10_000_000 }))
    .map(([fresh, cachedInputTokens, cacheWriteTokens, outputTokens]) => ({
      inputTokens: fresh + cachedInputTokens + cacheWriteTokens,
      cachedInputTokens,
      cacheWriteTokens,
      outputTokens,
      reasoningTokens: 0,
    }));
}

/** One to three providers and one to six models whose tiers and risks are the domains'. */
export function aCatalog(domains: DomainsDocument): fc.Arbitrary<Catalog> {
  return fc
    .array(fc.tuple(fc.boolean(), fc.subarray([...REGIONS], { minLength: 1 })), {
      minLength: 1,
      maxLength: 3,
    })
    .map((list) =>
      list.map(([zeroRetention, regions], index) => aProvider(index, zeroRetention, regions)),
    )
    .chain((providers) =>
      fc
        .array(
          fc.constantFrom(...providers).chain((provider) => aModel(domains, provider)),
          {
            minLength: 1,
            maxLength: 6,
          },
        )
        .map((models) => byId(models))
        .chain((models) =>
          someScores(domains, Object.keys(models)).map((quality) => ({
            asOf: "2026-11-24",
            providers: byId(providers),
            sharedEdges: {},
            models,
            quality,
          })),
        ),
    );
}

function aProvider(index: number, zeroRetention: boolean, regions: readonly string[]): Provider {
  return {
    id: `provider-${index}`,
    api: "openai",
    keys: [],
    zeroRetention,
    endpoints: Object.fromEntries(regions.map((region) => [region, {}])),
  };
}

function aModel({ risks, tiers }: DomainsDocument, provider: Provider): fc.Arbitrary<Model> {
  const p95 = fc.integer({ min: 1, max: 8 }).map((step) => step * 1_000);
  const name = fc.constantFrom("one", "one@low", "two", "two@low", "three");
  return sparse(
    {
      id: name.map((id) => `${provider.id}/${id}`),
      provider: fc.constant(provider.id),
      wireName: fc.constant("wire"),
      tier: fc.constantFrom(...tiers),
      lifecycle: mostly<Lifecycle>("managed", ...LIFECYCLES),
      approvedRisk: mostly(risks.at(-1) ?? "", ...risks),
      contextTokens: mostly(32_000, 1_000, 8_000),
      capabilities: mostly<readonly Capability[]>(CAPABILITIES, [], ["tools"], ["vision"]),
      latency: p95.map((msP95) => ({
        firstTokenMsP50: 100,
        msP50: msP95 / 2,
        msP95,
        outputTokensPerSecond: 100,
      })),
      successRate: mostly(0.9, 0, 0.333, 1),
      prices: fc
        .subarray([...DAYS])
        .chain((days) => fc.tuple(aPrice(), ...days.map((day) => aPrice(day)))),
      regions: fc.subarray(Object.keys(provider.endpoints), { minLength: 1 }),
    },
    { sunset: fc.constantFrom(...DAYS) },
  );
}

function someScores(
  { intents }: DomainsDocument,
  models: readonly string[],
): fc.Arbitrary<Catalog["quality"]> {
  const score = fc.option(fc.integer({ min: 55, max: 100 }).map((steps) => steps / 100));
  const ofIntent = fc.tuple(...models.map(() => score)).map((scores) =>
    Object.fromEntries(
      models.flatMap((model, index) => {
        const held = scores[index] ?? null;
        return held === null ? [] : [[model, held] as const];
      }),
    ),
  );
  return fc
    .tuple(...intents.map(() => ofIntent))
    .map((scores) =>
      Object.fromEntries(intents.map((intent, index) => [intent, scores[index] ?? {}])),
    );
}

/** The record, and one time in four some of the optional keys too. */
export function sparse<Always extends object, Sometimes extends object>(
  always: { readonly [Key in keyof Always]: fc.Arbitrary<Always[Key]> },
  sometimes: { readonly [Key in keyof Sometimes]: fc.Arbitrary<Sometimes[Key]> },
): fc.Arbitrary<Always & Partial<Sometimes>> {
  // A record without required keys is a Partial; fast-check's own type for it hides that here.
  const extras = fc.record(sometimes, { requiredKeys: [] }) as fc.Arbitrary<Partial<Sometimes>>;
  const few = fc.oneof(
    { weight: 3, arbitrary: fc.constant<Partial<Sometimes>>({}) },
    { weight: 1, arbitrary: extras },
  );
  return fc
    .tuple(fc.record(always), few)
    .map(([record, extra]) => Object.assign({}, record, extra));
}

/** Six times in seven the usual value, else any of the list. */
export function mostly<T>(usual: T, ...any: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant(usual) }, fc.constantFrom(usual, ...any));
}

/** Six times in seven an empty record. */
export function mostlyEmpty<T>(
  arbitrary: fc.Arbitrary<Readonly<Record<string, T>>>,
): fc.Arbitrary<Readonly<Record<string, T>>> {
  return fc.oneof({ weight: 6, arbitrary: fc.constant({}) }, arbitrary);
}

function byId<T extends { readonly id: string }>(list: readonly T[]): Readonly<Record<string, T>> {
  return Object.fromEntries(list.map((entry) => [entry.id, entry]));
}
