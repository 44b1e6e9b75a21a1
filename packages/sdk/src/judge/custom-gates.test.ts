import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createManualClock } from "../../test/manual-clock.ts";
import { askCustomGate, type CustomGate } from "./custom-gates.ts";

const answer = {
  askId: "1",
  route: "quick",
  intent: "faq",
  risk: "low",
  text: "Hi",
  toolCalls: [],
};

async function ask(gate: CustomGate) {
  const clock = createManualClock();
  const judgement = await clock.finish(askCustomGate("tone", gate, answer, clock, 1_000));
  return { judgement, clock };
}

describe("an application's own gate", () => {
  test("is shown the answer, and may take its time", async () => {
    const clock = createManualClock();
    const gate: CustomGate = async ({ text, route }) => {
      await clock.sleep(900);
      return text === "Hi" && route === "quick";
    };
    const asked = askCustomGate("tone", gate, answer, clock, 1_000);
    expect(await clock.finish(asked)).toEqual({ outcome: "passed" });
    expect(clock.timersSet).toBe(0);
  });

  test.each<[string, CustomGate, string]>([
    ["says no", () => false, "Gate tone does not let the answer through."],
    ["says why", () => ({ passed: false, message: "rude" }), "Gate tone says: rude."],
    ["says no without a word", () => ({ passed: false }), "does not let the answer through"],
    [
      "throws",
      () => {
        throw new Error("no dictionary");
      },
      "Gate tone threw: no dictionary.",
    ],
    ["rejects", () => Promise.reject(new Error("no network")), "Gate tone threw: no network."],
    ["never ends", () => new Promise(() => {}), "Gate tone did not answer within 1000 ms."],
  ])("that %s fails the answer", async (_what, gate, message) => {
    const { judgement, clock } = await ask(gate);

    expect(judgement).toMatchObject({ outcome: "failed" });
    expect(judgement).toHaveProperty("message", expect.stringContaining(message));
    expect(clock.timersSet).toBe(0);
  });

  test("lets an answer through only by saying so", async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 1 }), async (text) => {
        // `JSON.parse` gives what no compiler has seen, as an application without types may.
        const { judgement } = await ask(() => JSON.parse(text));

        expect(judgement.outcome === "passed").toBe(/^(true|\{"passed":true.*\})$/.test(text));
      }),
      {
        numRuns: 50,
        examples: [["true"], ['{"passed":true,"message":""}'], ['{"passed":1}'], ["1"], ['"true"']],
      },
    );
  });

  test("that forgets to return fails the answer", async () => {
    const { judgement } = await ask(() => JSON.parse("{}").passed);

    expect(judgement).toMatchObject({
      outcome: "failed",
      message: "Gate tone gave neither a boolean nor { passed, message }.",
    });
  });
});
