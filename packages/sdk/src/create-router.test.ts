import { ConfigurationError, DocumentError, type SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { CATALOG, POLICY, SAMPLE } from "../test/sample-bundle.ts";
import { createManualClock } from "../test/manual-clock.ts";
import { createScriptedModels } from "../test/scripted-models.ts";
import { createRouter } from "./create-router.ts";
import { openBundle } from "./open-bundle.ts";

const clock = createManualClock();
const providers = createScriptedModels(clock);
const everyEndpoint = ["alpha/quick#us", "beta/quick#us", "gamma/strong#us"];

test("needs a policy and no more, and answers", async () => {
  const answering = { ...providers, generate: createScriptedModels(clock).generate };
  const router = createRouter({ policy: POLICY, catalog: CATALOG, providers: answering, clock });
  const ask = router.ask({ intent: "faq", risk: "low", slaMs: 5_000, input: "Why?" });
  const answer = await clock.finish(ask);
  expect(answer.text).toBe("an answer");
  expect(answer.askId).toMatch(/^[0-9a-f-]{36}$/);
  expect(answer.policyHash).toBe(router.bundle.hash);
});

test("takes a document, a loaded bundle or a name, and refuses a second catalogue", () => {
  expect(createRouter({ policy: SAMPLE, providers }).bundle).toBe(SAMPLE.bundle);
  const shipped = createRouter({ policy: "builtin/founding", providers });
  expect(shipped.bundle.hash).toBe(openBundle({ policy: "builtin/founding" }).bundle.hash);
  const twice = (): unknown => createRouter({ policy: SAMPLE, catalog: CATALOG, providers });
  expect(twice).toThrow(ConfigurationError);
  expect(() => createRouter({ policy: { ...POLICY, routes: [] }, providers })).toThrow(
    DocumentError,
  );
});

test("tells that its policy is in force, and what cannot be called here", () => {
  const events: SwitchyardEvent[] = [];
  const absent = { "alpha/quick#us": "ALPHA_KEY is not set; set it" };
  const sinks = [{ record: (event: SwitchyardEvent) => events.push(event) }];
  createRouter({ policy: SAMPLE, providers: { ...providers, absent }, clock, sinks });
  expect(events).toMatchObject([
    { type: "policy-loaded", name: "sample", version: 1, bundleHash: SAMPLE.bundle.hash, absent },
  ]);
});

test("without any key it cannot be made, and the message names the variables", () => {
  const absent = Object.fromEntries(
    everyEndpoint.map((id) => [id, `${id.slice(0, 1).toUpperCase()}_KEY is not set; set it`]),
  );
  const make = (): unknown => createRouter({ policy: SAMPLE, providers: { ...providers, absent } });
  expect(make).toThrow(ConfigurationError);
  expect(make).toThrow(/A_KEY is not set[^]*B_KEY is not set[^]*G_KEY is not set/);
});

test("a sink that throws does not reach an ask, and is counted", async () => {
  const sink = {
    record: () => {
      throw new Error("full");
    },
  };
  const router = createRouter({ policy: SAMPLE, providers, clock, sinks: [sink] });
  const ask = router.ask({ intent: "faq", risk: "low", slaMs: 5_000, input: "Why?" });
  await expect(clock.finish(ask)).resolves.toMatchObject({ text: "an answer" });
  expect(router.dropped).toBe(9);
});

test("no event has the prompt, the answer or a key", async () => {
  const events: SwitchyardEvent[] = [];
  const secretive = createScriptedModels(clock, { "alpha/quick#us": [{ text: "TOP-SECRET" }] });
  const sinks = [{ record: (event: SwitchyardEvent) => events.push(event) }];
  const router = createRouter({ policy: SAMPLE, providers: secretive, clock, sinks });
  const input = "MY-PROMPT";
  await clock.finish(router.ask({ intent: "faq", risk: "low", slaMs: 5_000, input }));
  expect(JSON.stringify(events)).not.toMatch(/MY-PROMPT|TOP-SECRET/);
});
