import { expect, test } from "vitest";
import { cubeWords } from "./cube-words.ts";

test("a cube says what it holds and nothing else", () => {
  expect(cubeWords({})).toBe("every request");
  expect(
    cubeWords({
      intent: ["faq", "summarize"],
      risk: ["low"],
      residency: ["eu"],
      slaMs: [{ from: 1_600, below: 3_400 }],
      contextTokens: [{ from: 0, below: 128_001 }],
    }),
  ).toBe("faq or summarize, risk low, residency eu, sla 1.6s to below 3.4s, up to 128,000 tokens");
  expect(
    cubeWords({
      slaMs: [
        { from: 0, below: 900 },
        { from: 7_000, below: null },
      ],
    }),
  ).toBe("sla below 900ms or from 7s");
});

test("sets of capabilities are what all need and none has, or are listed", () => {
  expect(cubeWords({ capabilities: [["tools"], ["tools", "structured-output"]] })).toBe(
    "with tools, without vision",
  );
  expect(cubeWords({ capabilities: [[], ["tools", "vision"]] })).toBe(
    "needing none or tools+vision",
  );
});
