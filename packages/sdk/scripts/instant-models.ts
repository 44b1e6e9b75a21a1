import type { ModelPort, ModelResult } from "@switchyard/contract";

const response = {
  text: "an answer",
  toolCalls: [],
  finishReason: "stop",
  usage: {
    inputTokens: 40,
    cachedInputTokens: 0,
    cacheWriteTokens: 0,
    outputTokens: 10,
    reasoningTokens: 0,
  },
  usageReported: true,
} as const;
const answer = async (): Promise<ModelResult> => ({ ok: true, response });

/** A provider port that answers at once, so that what is measured is the router. */
export const INSTANT_MODELS: ModelPort = { absent: {}, generate: answer, stream: answer };
