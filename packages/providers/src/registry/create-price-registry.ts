import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { calcPrice, findProvider, type ModelInfo } from "@pydantic/genai-prices";
import { ConfigurationError } from "@switchyard/contract";
import type { CatalogRegistry } from "@switchyard/policy";
import { textAt } from "../wire/json-fields.ts";
import { toDatedPrices } from "./to-dated-prices.ts";

const PACKAGE = "@pydantic/genai-prices";

/**
 * Prices and context windows from @pydantic/genai-prices (MIT). It knows nothing of capabilities.
 *
 * A provider is known by the package's own id only: its wider matching would price a self-hosted
 * `my-openai` like OpenAI. A model is known by its exact id, else by the package's matching, which
 * covers dated snapshots and aliases and, for some families, everything that starts like them.
 */
export function createPriceRegistry(): CatalogRegistry {
  return {
    source: `${PACKAGE}@${installedVersion()}`,
    facts: (provider, wireName) => {
      const model = findModel(provider, wireName);
      const prices = model === undefined ? undefined : toDatedPrices(model);
      if (model === undefined || prices === undefined) return undefined;
      const contextTokens = model.context_window;
      return { prices, ...(contextTokens !== undefined && { contextTokens }) };
    },
  };
}

function findModel(providerId: string, wireName: string): ModelInfo | undefined {
  const provider = findProvider({ providerId });
  if (provider?.id !== providerId) return undefined;
  const exact = provider.models.find(({ id }) => id === wireName);
  // The instant only picks a price, which is not used: any will do.
  return exact ?? calcPrice({}, wireName, { provider, timestamp: new Date(0) })?.model;
}

function installedVersion(): string {
  // The package exports no package.json; its entry lies in `dist` beside it.
  const entry = createRequire(import.meta.url).resolve(PACKAGE);
  const manifest = readFileSync(new URL("../package.json", pathToFileURL(entry)), "utf8");
  const version = textAt(JSON.parse(manifest), "version");
  if (version === undefined)
    throw new ConfigurationError(`${PACKAGE} at ${entry} has no version; install it anew.`);
  return version;
}
