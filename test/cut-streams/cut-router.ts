import type { CatalogDocument } from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import { createRouter, openBundle, type Router } from "@switchyard/sdk";
import { z } from "zod";
import {
  streamingFetch,
  type StreamEnd,
} from "../../packages/providers/src/fixtures/streaming-fetch.ts";

/** What a route may say of a stream that breaks after its beginning was shown. */
export const COMMITS = ["terminate", "restart-with-notice", "continue"] as const;
export type Commit = (typeof COMMITS)[number];

/** What the endpoint after the recorded one always answers, whole; some recordings want JSON. */
export const SECOND_TEXT = '{"from":"the second endpoint"}';

const SECOND_HOST = "second.example.com";
const SECOND_STREAM = [
  { choices: [{ index: 0, delta: { role: "assistant", content: SECOND_TEXT.slice(0, 9) } }] },
  { choices: [{ index: 0, delta: { content: SECOND_TEXT.slice(9) } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: "stop" }] },
]
  .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
  .concat("data: [DONE]\n\n")
  .join("");

/** A router whose first endpoint answers with a stream that was cut, and its second with a whole one. */
export interface CutRouter {
  readonly router: Router<"faq", "low">;
  /** What the first endpoint sends from now on. */
  readonly play: (bytes: Uint8Array, end: StreamEnd) => void;
  /** The texts that the second endpoint was asked to go on with, in order. */
  readonly continued: readonly string[];
}

/** Real wire formats, real SDKs and the real router; only the bytes are recorded. */
export function createCutRouter(model: string, commit: Commit): CutRouter {
  const catalog = catalogWith(model);
  const second = streamingFetch(new TextEncoder().encode(SECOND_STREAM));
  const continued: string[] = [];
  let first = streamingFetch(new Uint8Array());
  const fetch: typeof globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (new URL(url).host !== SECOND_HOST) return first(input, init);
    const beginning = beginningIn(String(init?.body));
    if (beginning !== undefined) continued.push(beginning);
    return second(input, init);
  };
  const loaded = openBundle({ policy: policyOf(model, commit), catalog });
  const providers = createProviders({ catalog: loaded.bundle.catalog, env: { KEY: "k" }, fetch });
  const router: Router<"faq", "low"> = createRouter({ policy: loaded, providers });
  return {
    router,
    continued,
    play: (bytes, end) => {
      first = streamingFetch(bytes, end);
    },
  };
}

/** What a request asks to go on with, as servers such as vLLM are asked. */
function beginningIn(body: string): string | undefined {
  const { continue_final_message: goesOn, messages } = z
    .looseObject({
      continue_final_message: z.boolean().optional(),
      messages: z.array(z.looseObject({ role: z.string(), content: z.unknown() })),
    })
    .parse(JSON.parse(body));
  const { role, content } = messages.at(-1) ?? {};
  return goesOn === true && role === "assistant" ? String(content) : undefined;
}

const APIS = {
  openai: "openai",
  chat: "openai-chat",
  anthropic: "anthropic",
  google: "google",
  mistral: "openai-compatible",
} as const;

function catalogWith(model: string): CatalogDocument {
  const keys = ["KEY"];
  const first = Object.entries(APIS).map(([id, api]) => {
    const endpoints = { eu: { baseUrl: "https://first.example.com/v1" } };
    return [id, { api, keys, zeroRetention: true, endpoints }] as const;
  });
  const entry = {
    tier: "small",
    lifecycle: "managed",
    approvedRisk: "high",
    contextTokens: 100_000,
    capabilities: ["tools", "structured-output"],
    latency: { firstTokenP50: "1ms", p50: "1ms", p95: "1ms", outputTokensPerSecond: 100 },
    successRate: 1,
    price: { inputPerMTok: "$1", outputPerMTok: "$1" },
  } as const;
  const second = {
    api: "openai-compatible",
    keys,
    zeroRetention: true,
    endpoints: { eu: { baseUrl: `https://${SECOND_HOST}/v1` } },
  } as const;
  return {
    schema: "switchyard/catalog/v1",
    asOf: "2026-11-24",
    providers: { ...Object.fromEntries(first), second },
    models: {
      [model]: entry,
      "second/model": { ...entry, capabilities: [...entry.capabilities, "prefill"] },
    },
  };
}

/** Nothing that one cut teaches may change what happens at the next: no breaker opens, no retry. */
function policyOf(model: string, commit: Commit) {
  return {
    schema: "switchyard/policy/v1",
    name: "cut-streams",
    extends: "builtin/starter@1",
    domains: { intents: ["faq"], risks: ["low"], tiers: ["small"] },
    defaults: {
      attempts: { max: 2, perEndpoint: 1, retryOn: [] },
      breaker: {
        consecutiveFailures: 1_000_000,
        window: "1s",
        failureRate: "100%",
        slowCall: "1h",
        slowCallRate: "100%",
        callsMin: 1_000_000,
        openFor: "1s",
        halfOpenProbes: 1,
      },
    },
    routes: [
      {
        id: "shown",
        match: { intents: ["faq"], risks: ["low"] },
        candidates: [model, "second/model"],
        order: ["listed"],
        limits: { latencyMax: "10s", qualityFloor: "unmeasured", costPerTaskMax: "$1" },
        gates: [],
        ladder: ["full"],
        stream: { commit },
      },
    ],
  } as const;
}
