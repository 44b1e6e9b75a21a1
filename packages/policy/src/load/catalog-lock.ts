import {
  CAPABILITIES,
  DateText,
  DocumentError,
  type CatalogDocument,
  type Capability,
  type DatedPrice,
} from "@switchyard/contract";
import { z } from "zod";
import { checkDocument } from "./check-document.ts";
import { issuesOf } from "./issues-of.ts";
import { mapRecord } from "./map-record.ts";
import { readValue } from "./read-value.ts";
import { wireNameOf } from "./wire-name.ts";

/** What a registry knows of a model. */
export interface ModelFacts {
  /** Ascending by date; the first holds since ever (`from` is null). */
  readonly prices: readonly DatedPrice[];
  readonly contextTokens?: number;
  readonly capabilities?: readonly Capability[];
}

/** Where `switchyard catalog refresh` looks up what a catalogue leaves out. */
export interface CatalogRegistry {
  /** Name and version, such as `@pydantic/genai-prices@0.1.8`. */
  readonly source: string;
  /** The facts of a model by provider id and name on the wire; undefined when it is not known. */
  facts(provider: string, wireName: string): ModelFacts | undefined;
}

/** `catalog.lock.json`: the looked-up facts, committed, so that no upgrade changes one silently. */
export interface CatalogLock {
  readonly schema: "switchyard/catalog-lock/v1";
  /** Date of the catalogue it was made for. */
  readonly asOf: string;
  readonly source: string;
  /** By model id of the catalogue. */
  readonly models: Readonly<Record<string, ModelFacts>>;
}

const rate = z.int().nonnegative();

const rateTier = z.strictObject({
  inputTokensFrom: z.int().nonnegative(),
  inputMicroUsdPerMTok: rate,
  cachedInputMicroUsdPerMTok: rate,
  cacheWriteMicroUsdPerMTok: rate,
  outputMicroUsdPerMTok: rate,
});

const datedPrice = z.strictObject({
  from: DateText.nullable(),
  tiers: z
    .array(rateTier)
    .min(1)
    .refine(
      (tiers) =>
        isAscending(
          tiers.map((tier) => tier.inputTokensFrom),
          0,
        ),
      "write tiers ascending by inputTokensFrom, the first from 0",
    ),
});

const modelFacts = z.strictObject({
  prices: z
    .array(datedPrice)
    .min(1)
    .refine(
      (prices) =>
        isAscending(
          prices.map(({ from }) => from ?? ""),
          "",
        ),
      "write prices ascending by date, the first from null",
    ),
  contextTokens: z.int().positive().exactOptional(),
  capabilities: z.array(z.enum(CAPABILITIES)).exactOptional(),
});

const lock: z.ZodType<CatalogLock> = z.strictObject({
  schema: z.literal("switchyard/catalog-lock/v1"),
  asOf: DateText,
  source: z.string().min(1),
  models: z.record(z.string(), modelFacts),
});

/**
 * Looks up every model of a catalogue. Keys come in code-unit order, so that the same facts give
 * the same file. A model that the registry does not know is left out; `loadCatalog` names it if
 * the catalogue does not state the facts itself.
 */
export function makeCatalogLock(document: CatalogDocument, registry: CatalogRegistry): CatalogLock {
  const known = Object.entries(document.models).flatMap(([id, model]) => {
    // A variant takes the facts of its model, unless it is another model on the wire.
    if (model.of !== undefined && model.wireName === undefined) return [];
    const facts = registry.facts(id.slice(0, id.indexOf("/")), wireNameOf(id, document));
    return facts === undefined ? [] : [[id, facts] as const];
  });
  const { source } = registry;
  const models = mapRecord<ModelFacts, ModelFacts>(Object.fromEntries(known), inOrder);
  return { schema: "switchyard/catalog-lock/v1", asOf: document.asOf, source, models };
}

/**
 * Reads `catalog.lock.json`.
 *
 * @throws DocumentError when it is no JSON or not a lock; the way out is always to make it anew
 */
export function parseCatalogLock(text: string, file: string): CatalogLock {
  const what = `catalog lock ${file}`;
  const raw = readValue(parseJson(text, file, what));
  const { findings, value } = checkDocument(raw, lock, what);
  if (findings.length > 0 || value === undefined) {
    throw new DocumentError(what, issuesOf(findings, raw.map));
  }
  return value;
}

function parseJson(text: string, file: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The engine's own message differs between versions and says nothing that helps here.
    const message = "this is not valid JSON; make it anew with `switchyard catalog refresh`";
    const position = { file, line: 1, column: 1 };
    throw new DocumentError(what, [{ position, pointer: "", message }]);
  }
}

function inOrder({ prices, contextTokens, capabilities }: ModelFacts): ModelFacts {
  return {
    ...(capabilities && { capabilities: capabilities.toSorted() }),
    ...(contextTokens !== undefined && { contextTokens }),
    prices: prices.map(({ from, tiers }) => ({
      from,
      tiers: tiers.map((tier) => ({
        inputTokensFrom: tier.inputTokensFrom,
        inputMicroUsdPerMTok: tier.inputMicroUsdPerMTok,
        cachedInputMicroUsdPerMTok: tier.cachedInputMicroUsdPerMTok,
        cacheWriteMicroUsdPerMTok: tier.cacheWriteMicroUsdPerMTok,
        outputMicroUsdPerMTok: tier.outputMicroUsdPerMTok,
      })),
    })),
  };
}

function isAscending<T extends number | string>(values: readonly T[], first: T): boolean {
  return values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined ? value === first : value > before;
  });
}
