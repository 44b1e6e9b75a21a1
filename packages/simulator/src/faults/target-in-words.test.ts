import { expect, test } from "vitest";
import { targetInWords } from "./target-in-words.ts";

test("a target is told by where calls go and who asks", () => {
  const words = [
    targetInWords(undefined),
    targetInWords({}),
    targetInWords({ region: "eu" }),
    targetInWords({ provider: "openai", region: "eu" }),
    targetInWords({ providers: ["openai", "azure"] }),
    targetInWords({ route: "planning" }),
    targetInWords({
      provider: "openai",
      model: "openai/gpt-6-sol",
      route: "planning",
      segment: "pro",
    }),
    targetInWords({ segment: "free" }),
  ];
  expect(words).toEqual([
    "the router",
    "each provider",
    "#eu",
    "openai#eu",
    "openai, azure",
    "planning",
    "openai/gpt-6-sol for planning/pro",
    "free",
  ]);
});
