import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogle } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import type { LanguageModelV4 } from "@ai-sdk/provider";
import { ConfigurationError, type Api } from "@switchyard/contract";
import type { EndpointSetup } from "./set-up-endpoints.ts";
import { withoutStorage } from "./without-storage.ts";

/**
 * The providers' public base URLs, always passed on: left out, the SDK would read
 * `OPENAI_BASE_URL` and its like from the process, and the URL is what says the region.
 */
const PUBLIC_URLS: Readonly<Record<Exclude<Api, "openai-compatible" | "custom">, string>> = {
  openai: "https://api.openai.com/v1",
  "openai-chat": "https://api.openai.com/v1",
  anthropic: "https://api.anthropic.com/v1",
  google: "https://generativelanguage.googleapis.com/v1beta",
};

/** Keeps the SDK from reading a key of the process; the call's headers take it out again. */
const NO_KEY = "none";

/**
 * Servers that report usage in a stream without being asked, and answer 422 when they are: the
 * Mistral API knows no `stream_options` (docs.mistral.ai/api).
 */
const REPORTS_USAGE_UNASKED = /^https:\/\/[a-z0-9.-]*\bmistral\.ai\//;

type ModelMaker = (wireName: string) => LanguageModelV4;

/**
 * Makes SDK models; one per (provider, region, key, wire name), made when first used: the
 * openai-compatible package builds its response schemas anew for each, at half a millisecond.
 */
export function createLanguageModels(
  fetch: typeof globalThis.fetch | undefined,
): (endpoint: EndpointSetup, keyIndex: number | undefined) => LanguageModelV4 {
  const makers = new Map<string, ModelMaker>();
  const models = new Map<string, LanguageModelV4>();
  const make = (endpoint: EndpointSetup, keyIndex: number | undefined): LanguageModelV4 => {
    const id = `${endpoint.provider}#${endpoint.region}#${keyIndex ?? "none"}`;
    const modelId = `${id}#${endpoint.wireName}`;
    const known = models.get(modelId);
    if (known !== undefined) return known;
    const key = keyIndex === undefined ? NO_KEY : (endpoint.keys[keyIndex] ?? NO_KEY);
    const maker = makers.get(id) ?? createModelMaker(endpoint, key, fetch);
    makers.set(id, maker);
    const model = maker(endpoint.wireName);
    models.set(modelId, model);
    return model;
  };
  /** The same by endpoint and key, so that a call need not make their names anew. */
  const used = new Map<EndpointSetup, Map<number | undefined, LanguageModelV4>>();
  return (endpoint, keyIndex) => {
    if (endpoint.custom !== undefined) return endpoint.custom;
    const known = used.get(endpoint)?.get(keyIndex);
    if (known !== undefined) return known;
    const model = make(endpoint, keyIndex);
    const ofEndpoint = used.get(endpoint) ?? new Map<number | undefined, LanguageModelV4>();
    used.set(endpoint, ofEndpoint.set(keyIndex, model));
    return model;
  };
}

function createModelMaker(
  { api, provider, region, baseUrl }: EndpointSetup,
  apiKey: string,
  fetch: typeof globalThis.fetch | undefined,
): ModelMaker {
  const shared = { apiKey, ...(fetch !== undefined && { fetch }) };
  switch (api) {
    case "openai":
      return openAI(apiKey, baseUrl ?? PUBLIC_URLS[api], fetch).responses;
    case "openai-chat":
      return openAI(apiKey, baseUrl ?? PUBLIC_URLS[api], fetch).chat;
    case "anthropic":
      return createAnthropic({ ...shared, baseURL: baseUrl ?? PUBLIC_URLS[api] });
    case "google":
      // An empty id is filled in from the attempt's; the SDK's own would be a random one.
      return createGoogle({
        ...shared,
        baseURL: baseUrl ?? PUBLIC_URLS[api],
        generateId: () => "",
      });
    case "openai-compatible":
      return createOpenAICompatible({
        ...shared,
        name: provider,
        baseURL: baseUrl ?? "",
        supportsStructuredOutputs: true,
        includeUsage: !REPORTS_USAGE_UNASKED.test(baseUrl ?? ""),
      });
    case "custom":
      throw new ConfigurationError(
        `${provider} in region ${region} speaks no wire format; hand its models over in code.`,
      );
  }
}

function openAI(
  apiKey: string,
  baseURL: string,
  fetch: typeof globalThis.fetch | undefined,
): ReturnType<typeof createOpenAI> {
  return createOpenAI({ apiKey, baseURL, fetch: withoutStorage(fetch) });
}
