import type { DatedPrice, Usage } from "@switchyard/contract";
import { costMicroUsd } from "@switchyard/policy";
import { expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import {
  anthropicBody,
  chatBody,
  googleBody,
  responsesBody,
  responsesMessage,
} from "../fixtures/answers.fixtures.ts";

/** Rates by which every kind of token can be told from the sum: 1, 10, 100 and 1,000 each. */
const PRICE: DatedPrice = {
  from: null,
  tiers: [
    {
      inputTokensFrom: 0,
      inputMicroUsdPerMTok: 1_000_000,
      cachedInputMicroUsdPerMTok: 10_000_000,
      cacheWriteMicroUsdPerMTok: 100_000_000,
      outputMicroUsdPerMTok: 1_000_000_000,
    },
  ],
};

const responses = (usage: unknown): unknown => responsesBody([responsesMessage("Hi.")], { usage });
const chat = (usage: unknown): unknown => chatBody({ content: "Hi." }, "stop", { usage });
const anthropic = (usage: unknown): unknown => ({
  ...anthropicBody([{ type: "text", text: "Hi." }], "end_turn"),
  usage,
});
const google = (usageMetadata: unknown): unknown => ({
  ...googleBody([{ text: "Hi." }], "STOP"),
  usageMetadata,
});

async function reportedBy(model: string, body: unknown): Promise<{ usage: Usage; is: boolean }> {
  const port = createProviders({ catalog, env, fetch: answeringFetch({ body }).fetch });
  const result = await port.generate(aCall(model));
  if (!result.ok) throw new Error(result.failure.message);
  return { usage: result.response.usage, is: result.response.usageReported };
}

const costOf = async (model: string, body: unknown): Promise<number> =>
  costMicroUsd(PRICE, (await reportedBy(model, body)).usage);

test.each([
  [
    "openai/gpt-6-sol",
    responses({
      input_tokens: 9,
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 14,
    }),
    2 + 40 + 300 + 5_000,
  ],
  [
    "chat/gpt-4.1",
    chat({
      prompt_tokens: 9,
      prompt_tokens_details: { cached_tokens: 4, cache_write_tokens: 3 },
      completion_tokens: 5,
      completion_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 14,
    }),
    2 + 40 + 300 + 5_000,
  ],
  [
    "mistral/mistral-large-2512",
    chat({
      prompt_tokens: 9,
      prompt_tokens_details: { cached_tokens: 4 },
      completion_tokens: 5,
      completion_tokens_details: { reasoning_tokens: 2 },
      total_tokens: 14,
    }),
    5 + 40 + 5_000,
  ],
  // Anthropic's three counts of input lie beside each other: 2, 3 and 4 are 9 tokens.
  [
    "anthropic/claude-sonnet-5",
    anthropic({
      input_tokens: 2,
      cache_creation_input_tokens: 3,
      cache_read_input_tokens: 4,
      output_tokens: 5,
      output_tokens_details: { thinking_tokens: 2 },
    }),
    2 + 40 + 300 + 5_000,
  ],
  // Gemini's thoughts lie beside the answer: 3 and 2 are 5 tokens.
  [
    "google/gemini-3.8-flash",
    google({
      promptTokenCount: 9,
      cachedContentTokenCount: 4,
      candidatesTokenCount: 3,
      thoughtsTokenCount: 2,
      totalTokenCount: 14,
    }),
    5 + 40 + 5_000,
  ],
])(
  "%s: cached tokens counted twice, or reasoning tokens, would cost more",
  async (model, body, cost) => {
    expect(await costOf(model, body)).toBe(cost);
  },
);

test("input, read and written tokens that Anthropic reports apart are one total of ours", async () => {
  const body = anthropic({
    input_tokens: 21,
    cache_creation_input_tokens: 188_086,
    cache_read_input_tokens: 1_000,
    output_tokens: 393,
  });

  expect((await reportedBy("anthropic/claude-sonnet-5", body)).usage).toEqual({
    inputTokens: 189_107,
    cachedInputTokens: 1_000,
    cacheWriteTokens: 188_086,
    outputTokens: 393,
    reasoningTokens: 0,
  });
});

test.each([
  ["in the completion", 14, 5],
  ["beside the completion", 16, 7],
  ["in a total that fits neither", 99, 5],
])("reasoning tokens counted %s are billed once", async (_, total_tokens, outputTokens) => {
  const body = chat({
    prompt_tokens: 9,
    completion_tokens: 5,
    completion_tokens_details: { reasoning_tokens: 2 },
    total_tokens,
  });

  expect((await reportedBy("mistral/mistral-large-2512", body)).usage).toMatchObject({
    outputTokens,
    reasoningTokens: 2,
  });
});

test("a prompt that came wholly from a cache still costs its cached rate", async () => {
  const body = anthropic({
    input_tokens: 0,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 50,
    output_tokens: 1,
  });

  expect(await costOf("anthropic/claude-sonnet-5", body)).toBe(500 + 1_000);
});

test.each([
  ["openai/gpt-6-sol", responses({ input_tokens: 9, output_tokens: 0, total_tokens: 9 })],
  ["chat/gpt-4.1", chat({ prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 })],
  ["mistral/mistral-large-2512", chat({ prompt_tokens: 9 })],
  ["anthropic/claude-sonnet-5", anthropic({ input_tokens: 9, output_tokens: 0 })],
  ["google/gemini-3.8-flash", google({ promptTokenCount: 9, totalTokenCount: 9 })],
])(
  "%s: streamed or buffered, an answer of no tokens is not priced at zero",
  async (model, body) => {
    expect((await reportedBy(model, body)).is).toBe(false);
  },
);
