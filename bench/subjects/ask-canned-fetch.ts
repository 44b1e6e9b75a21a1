import { strict as assert } from "node:assert";
import { createProviders } from "@switchyard/providers";
import { createRouter, openBundle } from "@switchyard/sdk";
import { cannedFetch, KEY, MODEL, OUTPUT_TOKENS_MAX, PROMPT } from "../canned-openai.ts";
import type { Subject } from "../subject.ts";

/** The same call through the router: policy, budget, breaker, deadline, gates, and events. */
export const subject: Subject = {
  operations: 500,
  prepare: async () => {
    const loaded = openBundle({ policy: "builtin/founding" });
    const { catalog } = loaded.bundle;
    const env = { OPENAI_API_KEY: KEY };
    const router = createRouter({
      policy: loaded,
      providers: createProviders({ catalog, env, fetch: cannedFetch }),
      sinks: [{ record: () => {} }],
    });
    const request = {
      intent: "faq",
      risk: "low",
      slaMs: 1_900,
      input: PROMPT,
      outputTokensMax: OUTPUT_TOKENS_MAX,
    };
    const { model } = await router.ask(request);
    assert.equal(model, `openai/${MODEL}`);
    return async (operations) => {
      for (let ask = 0; ask < operations; ask += 1) await router.ask(request);
    };
  },
};
