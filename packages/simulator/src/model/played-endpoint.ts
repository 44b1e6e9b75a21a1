import type { Api, Catalog, Model } from "@switchyard/contract";
import { endpointId } from "@switchyard/policy";
import type { Environment } from "../wire/base-url.ts";
import type { Dialect } from "../wire/dialect.ts";
import { simulatedEndpoints } from "../wire/simulated-endpoints.ts";

/** One model in one region whose calls can be played without a wire. */
export interface PlayedEndpoint {
  readonly api: Api;
  readonly region: string;
  readonly dialect: Dialect;
  readonly model: Model;
  /** Whether others share its name on the wire and differ in reasoning effort alone. */
  readonly hasVariants: boolean;
  /** Where the provider is, for the words of a broken connection. */
  readonly url: string;
}

/**
 * The endpoints of a catalogue that can be played, by endpoint id. Left out is what only a wire can
 * tell: endpoints that share one URL, and variants of a model whose reasoning effort the SDK sends
 * as a budget, so that the provider finds the variant by the nearest one.
 */
export function playedEndpoints(
  catalog: Catalog,
  env: Environment,
): ReadonlyMap<string, PlayedEndpoint> {
  const endpoints = simulatedEndpoints(catalog, env);
  const played = new Map<string, PlayedEndpoint>();
  for (const { provider, region, dialect, baseUrl, models } of endpoints) {
    const api = catalog.providers[provider]?.api;
    const isShared = endpoints.filter((other) => other.baseUrl === baseUrl).length > 1;
    if (api === undefined || isShared) continue;
    for (const variants of models.values()) {
      for (const model of variants) {
        if (model.reasoningEffort !== undefined && !sendsEffort(api)) continue;
        const hasVariants = variants.length > 1;
        const endpoint = { api, region, dialect, model, hasVariants, url: baseUrl };
        played.set(endpointId(model.id, region), endpoint);
      }
    }
  }
  return played;
}

/** Whether a reasoning effort is sent by its own name, whatever the model. */
function sendsEffort(api: Api): boolean {
  return api === "openai" || api === "openai-chat" || api === "openai-compatible";
}
