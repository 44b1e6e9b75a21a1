import type { Message } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter, eventsOf, type SampleOptions } from "../../test/sample-router.ts";
import { OFF_MS, SCORES_MIN } from "./pruning-state.ts";

const ALPHA = "alpha/quick#us";

/** A system message and four turns of some 115 tokens by the sample's count. */
const CONVERSATION: readonly Message[] = [
  { role: "system", content: "Be brief." },
  ...["one", "two", "three", "four"].flatMap((word): Message[] => [
    { role: "user", content: word.padEnd(200, ".") },
    { role: "assistant", content: "I see." },
  ]),
  { role: "user", content: "And now?" },
];

function pruning(
  pruneToTokens: number,
  floor: number | "unmeasured" = "unmeasured",
): SampleOptions["policy"] & object {
  const [quick, ...others] = POLICY.routes;
  const context = { pruneToTokens, risks: ["low"], keep: ["system", "last-turn"] } as const;
  const limits = { ...quick.limits, qualityFloor: floor };
  return { routes: [{ ...quick, context, limits }, ...others] };
}

describe("an ask on a route that prunes", () => {
  test("sends a long conversation without its oldest turns, and says what was left out", async () => {
    const { ask, models, events } = createSampleRouter({ policy: pruning(300) });
    await ask({ input: CONVERSATION });
    const sent = models.calls[0]?.request.messages ?? [];
    expect(sent.map(({ content }) => content)).toEqual(
      [CONVERSATION[0], ...CONVERSATION.slice(5)].map((message) => message?.content),
    );
    const [pruned] = eventsOf(events, "context-pruned");
    const [received] = eventsOf(events, "ask-received");
    expect(pruned).toMatchObject({ route: "quick", messagesDropped: 4, tokensMax: 300 });
    expect(pruned?.tokensBefore).toBe(received?.contextTokens);
    expect(pruned?.tokensAfter).toBeLessThanOrEqual(300);
  });

  test("is planned and paid for by what is sent", async () => {
    const held = async (policy: SampleOptions["policy"] & object): Promise<number> => {
      const { ask, events } = createSampleRouter({ policy });
      await ask({ input: CONVERSATION });
      return eventsOf(events, "budget-reserved")[0]?.amountMicroUsd ?? 0;
    };
    const [quick, ...others] = POLICY.routes;
    expect(await held(pruning(300))).toBeLessThan(await held({ routes: [quick, ...others] }));
  });

  test("leaves alone what fits, another risk's route, and a plain text", async () => {
    const { ask, models, events } = createSampleRouter({ policy: pruning(10_000) });
    await ask({ input: CONVERSATION });
    expect(models.calls[0]?.request.messages).toEqual(CONVERSATION);
    const small = createSampleRouter({ policy: pruning(10) });
    await small.ask({ input: "x".repeat(500) });
    expect(eventsOf([...events, ...small.events], "context-pruned")).toEqual([]);
  });

  test("tells what was sent beyond its size all the same, and at which rates", async () => {
    const { ask, events } = createSampleRouter({ policy: pruning(10) });
    await ask({ input: CONVERSATION });
    await ask({ input: "x" });
    const [pruned] = eventsOf(events, "context-pruned");
    const [long, short] = eventsOf(events, "ask-answered");
    expect(long?.contextTokensOver).toBe((pruned?.tokensAfter ?? 0) - 10);
    expect(short).not.toHaveProperty("contextTokensOver");
    for (const { usage, rates } of eventsOf(events, "attempt-ended"))
      expect([usage !== undefined, rates?.inputMicroUsdPerMTok]).toEqual([
        true,
        expect.any(Number),
      ]);
  });

  test("is explained as it would be sent", () => {
    const { router, events } = createSampleRouter({ policy: pruning(300) });
    const request = { intent: "faq", risk: "low", slaMs: 9_000, input: CONVERSATION };
    expect(router.explain(request).request.contextTokens).toBeLessThanOrEqual(300);
    expect(eventsOf(events, "context-pruned")).toEqual([]);
  });
});

test("feedback that pruned answers are bad turns pruning off, and time turns it on", async () => {
  const script = { [ALPHA]: [{ text: "Yes." }] } as const;
  const { router, ask, clock, models, events } = createSampleRouter({
    policy: pruning(300, 0.8),
    script,
  });
  const sentWhole = (): boolean =>
    models.calls.at(-1)?.request.messages.length === CONVERSATION.length;
  const askAndBlame = async (): Promise<void> => {
    const { askId } = await ask({ input: CONVERSATION });
    router.feedback({ askId, score: 0.5 });
  };
  for (let index = 0; index < SCORES_MIN; index += 1) await askAndBlame();
  expect(eventsOf(events, "pruning-changed")).toMatchObject([{ route: "quick", to: "off" }]);
  await askAndBlame();
  expect(sentWhole()).toBe(true);

  await clock.finish(clock.sleep(OFF_MS));
  await askAndBlame();
  expect(sentWhole()).toBe(false);
  expect(eventsOf(events, "pruning-changed").map(({ to }) => to)).toEqual(["off", "on"]);
});

test("a short ask's feedback says nothing of pruning", async () => {
  const { router, ask, events } = createSampleRouter({ policy: pruning(300, 0.8) });
  for (let index = 0; index < 2 * SCORES_MIN; index += 1) {
    const { askId } = await ask();
    router.feedback({ askId, score: 0 });
  }
  expect(eventsOf(events, "pruning-changed")).toEqual([]);
});
