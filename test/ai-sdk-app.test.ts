import { createOpenAI } from "@ai-sdk/openai";
import { createProviders, createRouter, openBundle, type SwitchyardEvent } from "@switchyard/sdk";
import {
  createFaultEngine,
  createKeyedRng,
  createSimulatedFetch,
  createVirtualClock,
  simulatedEnv,
  type VirtualClock,
} from "@switchyard/simulator";
import type { LanguageModel } from "ai";
import { expect, test } from "vitest";
import { runSupportDesk } from "./ai-sdk-app/app.ts";

/** Two providers for whatever the desk asks; the first is the one it was written for. */
const LOADED = openBundle({
  policy: {
    schema: "switchyard/policy/v1",
    name: "support-desk",
    extends: "builtin/starter@1",
    domains: { intents: ["support"], risks: ["low"] },
    routes: [
      {
        id: "desk",
        match: { intents: ["support"], risks: ["low"] },
        candidates: ["openai/gpt-6-luna", "anthropic/claude-haiku-4-5"],
        order: ["listed"],
        limits: { latencyMax: "10s", qualityFloor: "unmeasured" },
      },
    ],
    budgets: [{ id: "day", cap: "$5" }],
  },
});
const { catalog } = LOADED.bundle;
const env = simulatedEnv(catalog);

/** The providers as the simulator plays them, the first one out of order or not. */
interface World {
  readonly clock: VirtualClock;
  readonly fetch: typeof globalThis.fetch;
}

function aWorld(isOpenAIDown: boolean): World {
  const clock = createVirtualClock({ epochMs: Date.UTC(2026, 10, 24, 12), turnsPerEvent: 3 });
  const rng = createKeyedRng("front-desk");
  const target = { provider: "openai" };
  const outage = { id: "outage", type: "http.overloaded", at: "0s", for: "1h", target } as const;
  const faults = createFaultEngine({ faults: isOpenAIDown ? [outage] : [], rng });
  return { clock, fetch: createSimulatedFetch({ catalog, clock, rng, env, faults }) };
}

interface Shift {
  readonly desk: Awaited<ReturnType<typeof runSupportDesk>>;
  readonly shown: string;
}

async function work({ clock }: World, model: LanguageModel): Promise<Shift> {
  const shown: string[] = [];
  const desk = clock.track(runSupportDesk(model, (text) => shown.push(text)));
  await Promise.all([desk, clock.run()]);
  return { desk: await desk, shown: shown.join("") };
}

function expectServed({ desk, shown }: Shift): void {
  const { chat, ticket, reply } = desk;
  expect(chat.steps.map(({ finishReason }) => finishReason)).toEqual(["tool-calls", "stop"]);
  expect(chat.steps[0]?.toolResults[0]?.output).toMatchObject({ status: "on its way" });
  expect(chat.text).not.toBe("");
  expect(ticket).toEqual({ subject: expect.any(String), urgent: expect.any(Boolean) });
  expect(reply).toContain("Reply about");
  expect(shown).toBe(reply);
}

test("an application of the AI SDK runs with a provider's own model", async () => {
  const world = aWorld(false);
  const openai = createOpenAI({ apiKey: env["OPENAI_API_KEY"] ?? "", fetch: world.fetch });
  const shift = await work(world, openai("gpt-6-luna"));
  expect(shift.desk.chat.response.modelId).toBe("gpt-6-luna");
  expectServed(shift);
});

test("switched to the router by one line, it runs while its first provider is down", async () => {
  const world = aWorld(true);
  const { clock, fetch } = world;
  const events: SwitchyardEvent[] = [];
  const providers = createProviders({
    catalog,
    env,
    fetch,
    epochMs: () => clock.epochMs(),
    nowMs: () => clock.nowMs(),
  });
  const sinks = [{ record: (event: SwitchyardEvent) => void events.push(event) }];
  const rng = createKeyedRng("router");
  let asks = 0;
  // The simulated answers hang on the ids of calls.
  const newAskId = (): string => `desk-${(asks += 1)}`;
  const router = createRouter({ policy: LOADED, providers, clock, rng, sinks, newAskId });

  const shift = await work(
    world,
    router.languageModel({ intent: "support", risk: "low", slaMs: 20_000 }),
  );

  expectServed(shift);
  const served = events.filter(({ type }) => type === "ask-answered");
  expect(served).toHaveLength(4);
  for (const answered of served)
    expect(answered).toMatchObject({ endpoint: expect.stringContaining("anthropic/") });
  const failed = events.filter((event) => event.type === "attempt-ended" && event.outcome !== "ok");
  expect(failed.length).toBeGreaterThan(0);
  for (const attempt of failed)
    expect(attempt).toMatchObject({ provider: "openai", outcome: "overloaded" });
  expect(shift.desk.chat.providerMetadata?.["switchyard"]).toMatchObject({
    servedModel: "anthropic/claude-haiku-4-5",
    why: { code: "fallback" },
  });
});
