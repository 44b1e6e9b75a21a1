import { createRouter, definePolicy, type Answer } from "@switchyard/sdk";

const policy = definePolicy({
  schema: "switchyard/policy/v1",
  name: "my-app",
  extends: "builtin/starter@1",
  domains: { intents: ["faq", "summarize"], risks: ["low"] },
  routes: [
    {
      id: "fast",
      match: { intents: ["faq", "summarize"], risks: ["low"] },
      candidates: ["openai/gpt-6-luna"],
      limits: { latencyMax: "2s", qualityFloor: "unmeasured" },
    },
  ],
  budgets: [{ id: "day", cap: "$50" }],
});

const router = createRouter({ policy });

const fine: Promise<Answer> = router.ask({ intent: "faq", risk: "low", slaMs: 2000, input: "Hi" });
void fine;

// @ts-expect-error an intent that the policy does not declare
void router.ask({ intent: "fax", risk: "low", slaMs: 2000, input: "Hi" });

// @ts-expect-error a risk class that the policy does not declare
void router.ask({ intent: "faq", risk: "lwo", slaMs: 2000, input: "Hi" });

// @ts-expect-error an ask without a deadline
void router.ask({ intent: "faq", risk: "low", input: "Hi" });

void router.languageModel({ intent: "summarize", risk: "low", slaMs: 2000 });
void router.provider({ fast: { intent: "faq", risk: "low", slaMs: 2000 } }).languageModel("fast");

// @ts-expect-error a model for an intent that the policy does not declare
void router.languageModel({ intent: "fax", risk: "low", slaMs: 2000 });

// @ts-expect-error a named model for a risk class that the policy does not declare
void router.provider({ fast: { intent: "faq", risk: "lwo", slaMs: 2000 } });

// @ts-expect-error a name that no model was given
void router.provider({ fast: { intent: "faq", risk: "low", slaMs: 2000 } }).languageModel("slow");

// @ts-expect-error an observed intent that the policy does not declare
router.observe({ intent: "fax", risk: "low", slaMs: 2000, input: "Hi" }, { model: "gpt-6-luna" });

// A policy read from a file has no literal types: any name compiles, and is checked when asked.
const fromFile = createRouter({ policy: "policy.yaml" });
void fromFile.ask({ intent: "anything", risk: "whatever", slaMs: 2000, input: "Hi" });

// @ts-expect-error a policy key that does not exist
definePolicy({ ...policy, rotues: [] });

// @ts-expect-error an order key that does not exist
definePolicy({ ...policy, defaults: { order: ["cheapest"] } });
