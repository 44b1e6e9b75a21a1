import { createOpenAI } from "@ai-sdk/openai";
import { cannedFetch, KEY, MODEL, OUTPUT_TOKENS_MAX, PROMPT } from "../canned-openai.ts";
import type { Subject } from "../subject.ts";

/** A call of the AI SDK's provider by hand: no retries, no checks, no budget, no deadline. */
export const subject: Subject = {
  operations: 500,
  prepare: async () => {
    const model = createOpenAI({ apiKey: KEY, fetch: cannedFetch }).responses(MODEL);
    return async (operations) => {
      for (let call = 0; call < operations; call += 1)
        await model.doGenerate({
          prompt: [{ role: "user", content: [{ type: "text", text: PROMPT }] }],
          maxOutputTokens: OUTPUT_TOKENS_MAX,
        });
    };
  },
};
