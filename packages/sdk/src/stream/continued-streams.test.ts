import type {
  AnswerStream,
  AnswerStreamPart,
  CatalogDocument,
  StreamRequest,
} from "@switchyard/contract";
import { expect, test } from "vitest";
import { reservationsLeftOpen } from "../../test/event-checks.ts";
import { CATALOG, POLICY } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  REQUEST,
  type SampleOptions,
  type SampleRouter,
} from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

interface Streamed extends SampleRouter {
  readonly parts: readonly AnswerStreamPart[];
  readonly thrown: unknown;
}

function brokenAfter(message: string) {
  return { fail: "stream-interrupted", committed: true, retry: "never", message } as const;
}

/** Streams on the route `quick`, which goes on with what broke off; `able` take a prefill. */
async function continued(
  script: SampleOptions["script"] & object,
  able: readonly string[],
  request: Partial<StreamRequest> = {},
): Promise<Streamed> {
  const [quick, ...others] = POLICY.routes;
  const policy = { routes: [{ ...quick, stream: { commit: "continue" } as const }, ...others] };
  const sample = createSampleRouter({ policy, catalog: catalogOf(able), script });
  const parts: AnswerStreamPart[] = [];
  const reading = readAll(sample.router.stream({ ...REQUEST, ...request }), parts);
  const thrown = await sample.clock.finish(reading.catch((error: unknown) => error));
  expect(reservationsLeftOpen(sample.events)).toEqual([]);
  return { ...sample, parts, thrown };
}

/** OpenAI's own wire has no prefill, so the models are the application's here. */
function catalogOf(able: readonly string[]): CatalogDocument {
  const custom = { api: "custom", keys: [], zeroRetention: true, endpoints: { us: {} } } as const;
  const models = Object.entries(CATALOG.models).map(([id, model]) => {
    const { capabilities = [] } = model;
    const added = able.includes(id) ? (["prefill"] as const) : [];
    return [id, { ...model, capabilities: [...capabilities, ...added] }] as const;
  });
  const providers = { alpha: custom, beta: custom, gamma: custom };
  return { ...CATALOG, providers, models: Object.fromEntries(models) };
}

async function readAll(stream: AnswerStream, parts: AnswerStreamPart[]): Promise<undefined> {
  for await (const part of stream) parts.push(part);
  return undefined;
}

function textOf(parts: readonly AnswerStreamPart[]): string {
  return parts.map((part) => (part.type === "text" ? part.text : "")).join("");
}

test("another model goes on with a text that broke off, and a notice stands between the two", async () => {
  const script = { [ALPHA]: [brokenAfter("Half of")], [BETA]: [{ text: " the truth" }] };
  const { parts, models, events } = await continued(script, ["beta/quick"]);

  expect(parts.map(({ type }) => type)).toEqual(["text", "continued", "text", "text", "end"]);
  expect(parts[1]).toMatchObject({
    endpoint: BETA,
    attempts: [{ endpoint: ALPHA, outcome: "stream-interrupted" }],
  });
  expect(textOf(parts)).toBe("Half of the truth");
  expect(models.calls[1]?.request).toMatchObject({
    continuesLast: true,
    messages: [{ role: "user" }, { role: "assistant", content: "Half of" }],
  });
  expect(eventsOf(events, "ask-answered")).toMatchObject([
    { endpoint: BETA, continuedFrom: [ALPHA], why: "continued", attempts: 2 },
  ]);
});

test("the end of a continued answer names both models and has the cost of both", async () => {
  const script = {
    [ALPHA]: [brokenAfter("Half of")],
    [BETA]: [{ text: " it", usage: "none" }],
  } as const;
  const { parts, events } = await continued(script, ["beta/quick"]);
  const last = parts.at(-1);
  // The request is 7 tokens, "Half of" 4, " it" 2: 7 x $1 + 4 x $4 and 11 x $2 + 2 x $8 a million.
  expect(last).toMatchObject({
    type: "end",
    answer: {
      text: "Half of it",
      endpoint: BETA,
      continuedFrom: [ALPHA],
      costMicroUsd: 23 + 38,
      attempts: [
        { endpoint: ALPHA, costMicroUsd: 23 },
        { endpoint: BETA, costMicroUsd: 38 },
      ],
    },
  });
  expect(eventsOf(events, "budget-settled").map(({ source }) => source)).toEqual([
    "estimate",
    "estimate",
  ]);
});

test("an endpoint that takes no prefill is passed over", async () => {
  const script = { [ALPHA]: [brokenAfter("Half of")] };
  const { parts, models } = await continued(script, ["gamma/strong"]);
  expect(models.calls.map(({ endpoint }) => endpoint)).toEqual([ALPHA, GAMMA]);
  expect(parts.at(-1)).toMatchObject({ answer: { endpoint: GAMMA } });
});

test("what breaks again is gone on with again, and both seams are told", async () => {
  const script = {
    [ALPHA]: [brokenAfter("One")],
    [BETA]: [brokenAfter(" two")],
    [GAMMA]: [{ text: " three" }],
  };
  const { parts } = await continued(script, ["beta/quick", "gamma/strong"]);
  expect(parts.filter(({ type }) => type === "continued")).toHaveLength(2);
  expect(parts.at(-1)).toMatchObject({
    answer: { text: "One two three", continuedFrom: [ALPHA, BETA] },
  });
});

test("where no endpoint can go on, the answer is cut, and the error says why", async () => {
  const { parts, thrown, models, events } = await continued(
    { [ALPHA]: [brokenAfter("Half of")] },
    [],
  );
  expect(parts).toEqual([{ type: "text", text: "Half of" }]);
  expect(models.calls).toHaveLength(1);
  expect(thrown).toMatchObject({ code: "stream-cut", text: "Half of" });
  expect(String(thrown)).toContain("none has the capability prefill");
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ code: "stream-cut", attempts: 1 }]);
});

test("where those that can go on fail too, the answer is cut", async () => {
  const overloaded = { fail: "overloaded", retry: "never" } as const;
  const script = { [ALPHA]: [brokenAfter("Half of")], [BETA]: [overloaded] };
  const { thrown, models } = await continued(script, ["beta/quick"]);
  expect(models.calls).toHaveLength(2);
  expect(thrown).toMatchObject({ code: "stream-cut", text: "Half of" });
  expect(String(thrown)).toContain("No other endpoint goes on with it");
});

test("JSON that was asked for is not gone on with", async () => {
  const script = { [ALPHA]: [brokenAfter('{"a":')] };
  const output = { schema: { type: "object" } };
  const { thrown, models } = await continued(script, ["beta/quick"], { output });
  expect(models.calls).toHaveLength(1);
  expect(String(thrown)).toContain("JSON");
});

test("white space at the seam is shown once, whether the model repeats it or not", async () => {
  for (const text of ["  the truth", "the truth"]) {
    const script = { [ALPHA]: [brokenAfter("Half of ")], [BETA]: [{ text }] };
    const { parts } = await continued(script, ["beta/quick"]);
    expect(textOf(parts)).toBe("Half of the truth");
    expect(parts.at(-1)).toMatchObject({ answer: { text: "Half of the truth" } });
  }
});

test("a model that has nothing to add ends the answer, and the notice comes all the same", async () => {
  const script = { [ALPHA]: [brokenAfter("All of it.")], [BETA]: [{ text: "" }] };
  const { parts } = await continued(script, ["beta/quick"]);
  expect(parts.map(({ type }) => type)).toEqual(["text", "continued", "end"]);
  expect(parts.at(-1)).toMatchObject({ answer: { text: "All of it.", endpoint: BETA } });
});

test("a beginning counts toward the route's limit on the answer", async () => {
  const script = { [ALPHA]: [brokenAfter("x".repeat(200))], [BETA]: [{ text: "y" }] };
  const { models } = await continued(script, ["beta/quick"], { outputTokensMax: 150 });
  expect(models.calls.map(({ request }) => request.outputTokensMax)).toEqual([150, 50]);
});

test("the gates judge the whole text", async () => {
  const script = { [ALPHA]: [brokenAfter("Half of")], [BETA]: [{ text: "" }] };
  const { parts } = await continued(script, ["beta/quick"]);
  expect(parts.at(-1)).toMatchObject({ answer: { verdict: { outcome: "passed" } } });
});
