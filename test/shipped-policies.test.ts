import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createProviders } from "@switchyard/providers";
import { createRouter, openBundle, type AskRequest } from "@switchyard/sdk";
import { simulatedEnv } from "@switchyard/simulator";
import { describe, expect, test } from "vitest";

const SHIPPED = ["builtin/support-platform", "builtin/starter", "builtin/founding"] as const;

/** The route and first endpoint's model that a shipped policy chooses. */
function choice(policy: (typeof SHIPPED)[number], request: AskRequest): readonly string[] {
  const loaded = openBundle({ policy });
  const { catalog } = loaded.bundle;
  const providers = createProviders({ catalog, env: simulatedEnv(catalog) });
  const { route, rungs } = createRouter({ policy: loaded, providers }).explain(request);
  return [route ?? "none", rungs[0]?.endpoints[0]?.model ?? "none"];
}

const ask = { input: "What is a routing policy?", slaMs: 15_000 } as const;

describe.each(SHIPPED)("%s", (policy) => {
  test("loads with no mistake", () => {
    expect(openBundle({ policy }).bundle.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("the founding rule", () => {
  test.each(["faq", "summarize", "plan-workflow", "regulated-answer"])(
    "sends high risk to the secure model: %s",
    (intent) => {
      const [route, model] = choice("builtin/founding", { ...ask, intent, risk: "high" });
      expect([route, model]).toEqual(["secure", "anthropic/claude-opus-5-5"]);
    },
  );

  test.each(["faq", "summarize"])("sends %s in under two seconds to the fast model", (intent) => {
    const request = { ...ask, intent, risk: "low", slaMs: 1999 };
    expect(choice("builtin/founding", request)).toEqual(["fast", "openai/gpt-6-luna"]);
  });

  test.each([
    ["faq", 2000],
    ["summarize", 8000],
    ["plan-workflow", 1999],
    ["plan-workflow", 9000],
  ])("sends everything else to the reasoning route: %s within %d ms", (intent, slaMs) => {
    const [route] = choice("builtin/founding", { ...ask, intent, risk: "medium", slaMs });
    expect(route).toBe("reasoning");
  });
});

test("the README's policy is the shipped starter", () => {
  const root = new URL("..", import.meta.url);
  const read = (file: string): string => readFileSync(fileURLToPath(new URL(file, root)), "utf8");
  const shown = /```yaml\n([\s\S]*?)```/.exec(read("README.md"))?.[1];
  expect(shown).toBe(read("packages/policy/shipped/starter.yaml"));
});
