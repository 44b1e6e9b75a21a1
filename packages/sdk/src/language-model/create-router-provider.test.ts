import { NoSuchModelError } from "@ai-sdk/provider";
import { createProviderRegistry, generateText, wrapLanguageModel } from "ai";
import { expect, test } from "vitest";
import { anAnswer, createScriptedAnswers } from "../../test/scripted-answers.ts";
import { createRouterProvider } from "./create-router-provider.ts";

const answers = createScriptedAnswers([anAnswer()]);
const router = createRouterProvider(answers, {
  "chat-fast": { intent: "faq", risk: "low", slaMs: 2_000 },
  planner: { intent: "plan", risk: "medium", slaMs: 15_000 },
});
const registry = createProviderRegistry({ router });

test("a registry finds the router's models by name, each with its own request", async () => {
  const model = registry.languageModel("router:planner");
  expect(model).toMatchObject({ provider: "switchyard", modelId: "planner" });
  await generateText({ model, prompt: "Why?" });
  expect(answers.requests.at(-1)).toMatchObject({ intent: "plan", risk: "medium", slaMs: 15_000 });
});

test("middleware wraps the router like any model", async () => {
  const model = wrapLanguageModel({
    model: router.languageModel("chat-fast"),
    middleware: {
      specificationVersion: "v4",
      transformParams: async ({ params }) => ({
        ...params,
        providerOptions: { switchyard: { taskId: "by-middleware" } },
      }),
    },
  });
  await generateText({ model, prompt: "Why?" });
  expect(answers.requests.at(-1)).toMatchObject({ intent: "faq", taskId: "by-middleware" });
});

test("a name that was not given is refused with the one that was meant", () => {
  const find = (id: string): unknown => registry.languageModel(`router:${id}`);
  expect(() => find("chatfast")).toThrow(NoSuchModelError);
  expect(() => find("chatfast")).toThrow(/Did you mean chat-fast\?/);
  expect(() => find("toString")).toThrow(/Use one of chat-fast, planner\./);
});

test("the router embeds nothing and draws nothing", () => {
  expect(() => router.embeddingModel("chat-fast")).toThrow(NoSuchModelError);
  expect(() => router.imageModel("chat-fast")).toThrow(NoSuchModelError);
});
