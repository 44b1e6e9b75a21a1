import type {
  CatalogDocument,
  DatedPrice,
  LatencyDocument,
  Model,
  ModelDocument,
  PriceDocument,
} from "@switchyard/contract";
import type { CatalogLock, ModelFacts } from "./catalog-lock.ts";
import { parseDurationMs } from "./parse-duration-ms.ts";
import { parseMicroUsd } from "./parse-micro-usd.ts";
import { providerOf, wireNameOf } from "./wire-name.ts";

/** A model with all its facts, or the names of those that nobody states. */
export type ResolvedModel =
  | { readonly ok: true; readonly model: Model }
  | { readonly ok: false; readonly missing: readonly string[] };

/** A model as written, with what it takes over from the model it is a variant of. */
function inheritModel(id: string, { models }: CatalogDocument): ModelDocument {
  const own = Object.hasOwn(models, id) ? (models[id] ?? {}) : {};
  if (own.of === undefined || !Object.hasOwn(models, own.of)) return own;
  const base = models[own.of];
  return { ...base, ...own, settings: { ...base?.settings, ...own.settings } };
}

/** Resolves a model's facts: what the catalogue states, else what the lock holds. */
export function resolveModel(
  id: string,
  document: CatalogDocument,
  lock: CatalogLock | undefined,
): ResolvedModel {
  const written = inheritModel(id, document);
  const facts = lockedFacts(id, written.of, lock);
  const { tier, lifecycle, approvedRisk, latency, successRate, sunset, replacedBy } = written;
  const contextTokens = written.contextTokens ?? facts?.contextTokens;
  const capabilities = written.capabilities ?? facts?.capabilities;
  const locked = isAnotherModel(id, document) ? ownFacts(id, lock) : facts;
  const prices = written.price === undefined ? locked?.prices : [priceOf(written.price)];
  if (
    tier === undefined ||
    lifecycle === undefined ||
    approvedRisk === undefined ||
    contextTokens === undefined ||
    capabilities === undefined ||
    latency === undefined ||
    successRate === undefined ||
    prices === undefined
  ) {
    const needed = {
      tier,
      lifecycle,
      approvedRisk,
      contextTokens,
      capabilities,
      latency,
      successRate,
      price: prices,
    };
    const missing = Object.entries(needed).filter(([, fact]) => fact === undefined);
    return { ok: false, missing: missing.map(([name]) => name) };
  }
  const provider = providerOf(id);
  const reasoningEffort = written.settings?.reasoningEffort;
  const model = {
    id,
    provider,
    wireName: wireNameOf(id, document),
    ...(reasoningEffort && { reasoningEffort }),
    tier,
    lifecycle,
    ...(sunset !== undefined && { sunset }),
    ...(replacedBy !== undefined && { replacedBy }),
    approvedRisk,
    contextTokens,
    capabilities: capabilities.toSorted(),
    latency: latencyOf(latency),
    successRate,
    prices,
    regions: regionsOf(written, provider, document),
  };
  return { ok: true, model };
}

/** A variant with a name of its own on the wire, such as a tuned one, has a price of its own. */
function isAnotherModel(id: string, { models }: CatalogDocument): boolean {
  return Object.hasOwn(models, id) && models[id]?.wireName !== undefined;
}

function lockedFacts(
  id: string,
  base: string | undefined,
  lock: CatalogLock | undefined,
): ModelFacts | undefined {
  return ownFacts(id, lock) ?? (base === undefined ? undefined : ownFacts(base, lock));
}

function ownFacts(id: string, lock: CatalogLock | undefined): ModelFacts | undefined {
  return lock !== undefined && Object.hasOwn(lock.models, id) ? lock.models[id] : undefined;
}

/** A written price holds since ever, for calls of every length. */
function priceOf(price: PriceDocument): DatedPrice {
  const input = parseMicroUsd(price.inputPerMTok);
  const { cachedInputPerMTok, cacheWritePerMTok } = price;
  return {
    from: null,
    tiers: [
      {
        inputTokensFrom: 0,
        inputMicroUsdPerMTok: input,
        cachedInputMicroUsdPerMTok:
          cachedInputPerMTok === undefined ? input : parseMicroUsd(cachedInputPerMTok),
        cacheWriteMicroUsdPerMTok:
          cacheWritePerMTok === undefined ? input : parseMicroUsd(cacheWritePerMTok),
        outputMicroUsdPerMTok: parseMicroUsd(price.outputPerMTok),
      },
    ],
  };
}

function latencyOf(latency: LatencyDocument): Model["latency"] {
  return {
    firstTokenMsP50: parseDurationMs(latency.firstTokenP50),
    msP50: parseDurationMs(latency.p50),
    msP95: parseDurationMs(latency.p95),
    outputTokensPerSecond: latency.outputTokensPerSecond,
  };
}

function regionsOf(
  { regions }: ModelDocument,
  provider: string,
  { providers }: CatalogDocument,
): readonly string[] {
  const endpoints = Object.hasOwn(providers, provider) ? providers[provider]?.endpoints : {};
  return (regions ?? Object.keys(endpoints ?? {})).toSorted();
}
