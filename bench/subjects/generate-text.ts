import { createOpenAI } from "@ai-sdk/openai";
import { generateText } from "ai";
import { cannedFetch, KEY, MODEL, OUTPUT_TOKENS_MAX, PROMPT } from "../canned-openai.ts";
import type { Subject } from "../subject.ts";

/** The same call as applications of the AI SDK make it. */
export const subject: Subject = {
  operations: 200,
  prepare: async () => {
    const model = createOpenAI({ apiKey: KEY, fetch: cannedFetch }).responses(MODEL);
    return async (operations) => {
      for (let call = 0; call < operations; call += 1)
        await generateText({ model, prompt: PROMPT, maxOutputTokens: OUTPUT_TOKENS_MAX });
    };
  },
};
