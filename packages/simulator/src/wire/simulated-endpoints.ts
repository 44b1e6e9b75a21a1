import type { Api, Catalog, Model } from "@switchyard/contract";
import { anthropicDialect } from "./anthropic-dialect.ts";
import { baseUrlOf, type Environment } from "./base-url.ts";
import type { Dialect } from "./dialect.ts";
import { googleDialect } from "./google-dialect.ts";
import { openaiChatDialect } from "./openai-chat-dialect.ts";
import { openaiResponsesDialect } from "./openai-responses-dialect.ts";

/** One region of a provider, as the twin of its server. */
export interface SimulatedEndpoint {
  readonly provider: string;
  readonly region: string;
  readonly dialect: Dialect;
  /** Without a slash at its end. */
  readonly baseUrl: string;
  /** Keys that count here. Empty: none is asked for. */
  readonly keys: ReadonlySet<string>;
  /** Models served here, by their name on the wire; a model and its variants share one. */
  readonly models: ReadonlyMap<string, readonly Model[]>;
}

const DIALECTS: Readonly<Record<Exclude<Api, "custom">, Dialect>> = {
  openai: openaiResponsesDialect,
  "openai-chat": openaiChatDialect,
  "openai-compatible": openaiChatDialect,
  anthropic: anthropicDialect,
  google: googleDialect,
};

/**
 * Twins of every endpoint of the catalogue that has a URL here. Providers of the api `custom` have
 * no wire. Endpoints with one URL are told apart by their keys; failing that, the first counts.
 */
export function simulatedEndpoints(catalog: Catalog, env: Environment): SimulatedEndpoint[] {
  const endpoints: SimulatedEndpoint[] = [];
  for (const provider of Object.values(catalog.providers)) {
    if (provider.api === "custom") continue;
    const dialect = DIALECTS[provider.api];
    const keys = new Set(provider.keys.flatMap((name) => env[name]?.trim() ?? []));
    for (const region of Object.keys(provider.endpoints)) {
      const baseUrl = baseUrlOf(provider, region, dialect.publicBaseUrl, env);
      if (baseUrl === undefined) continue;
      const models = modelsIn(catalog, provider.id, region);
      endpoints.push({ provider: provider.id, region, dialect, baseUrl, keys, models });
    }
  }
  return endpoints;
}

function modelsIn(
  catalog: Catalog,
  provider: string,
  region: string,
): ReadonlyMap<string, readonly Model[]> {
  const models = new Map<string, Model[]>();
  for (const model of Object.values(catalog.models)) {
    if (model.provider !== provider || !model.regions.includes(region)) continue;
    const variants = models.get(model.wireName) ?? [];
    variants.push(model);
    models.set(model.wireName, variants);
  }
  return models;
}
