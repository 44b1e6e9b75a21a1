import type { CatalogDocument, PolicyInput, RouteInput } from "@switchyard/contract";
import { expect, test } from "vitest";
import { reservationsLeftOpen } from "../../test/event-checks.ts";
import { CATALOG, POLICY } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  type SampleOptions,
  type SampleRouter,
} from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";

const catalog: CatalogDocument = {
  ...CATALOG,
  quality: {
    artefact: "none",
    scores: { ...CATALOG.quality?.scores, judge: { "gamma/strong": 0.9 } },
  },
};

/** A sample router whose catalogue knows how well models judge. */
function createJudgedRouter(options: SampleOptions): SampleRouter {
  return createSampleRouter({ catalog, ...options });
}

/** The sample with changes to its first route, and a judge. */
function policyWith(changes: Partial<RouteInput>): Partial<PolicyInput> {
  const [quick, ...others] = POLICY.routes;
  const judging = {
    id: "judging",
    internal: true,
    intent: "judge",
    candidates: ["gamma/strong"],
    order: ["listed"],
    limits: { latencyMax: "3s", qualityFloor: 0.5, costPerTaskMax: "$1" },
    gates: [{ schema: "builtin/judgement" }],
    ladder: ["full"],
  } as const;
  return { routes: [{ ...quick, ...changes }, ...others, judging] };
}

const JUDGED = policyWith({
  candidates: ["alpha/quick", "beta/quick"],
  gates: ["non-empty", { judge: { route: "judging", scoreMin: 0.7 } }],
});
const GOOD = { text: '{"reason":"right","score":0.9}' };
const BAD = { text: '{"reason":"it misses the point","score":0.2}' };

test("an answer that its judge likes is answered, with the judge's score", async () => {
  const { ask, events, router } = createJudgedRouter({
    policy: JUDGED,
    script: { [GAMMA]: [GOOD] },
  });
  const answer = await ask();
  expect(answer).toMatchObject({ endpoint: ALPHA, verdict: { outcome: "passed", score: 0.9 } });
  expect(eventsOf(events, "answer-judged")).toMatchObject([
    { askId: "ask-1/1/judging", outcome: "passed", scoredBy: "gate" },
    { askId: "ask-1", route: "quick", model: "alpha/quick", score: 0.9, scoredBy: "judge" },
  ]);
  expect(router.scores()).toMatchObject([
    { route: "judging", model: "gamma/strong", source: "gate", count: 1 },
    { route: "quick", model: "alpha/quick", source: "judge", count: 1, mean: 0.9 },
  ]);
  expect(eventsOf(events, "ask-answered").map(({ judgesAskId }) => judgesAskId)).toEqual([
    "ask-1",
    undefined,
  ]);
});

test("an answer that its judge rejects is never given: the next candidate answers", async () => {
  const { ask, events } = createJudgedRouter({ policy: JUDGED, script: { [GAMMA]: [BAD, GOOD] } });
  const answer = await ask();
  expect(answer).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(answer.attempts.map(({ outcome }) => outcome)).toEqual(["gate-failed", "ok"]);
  expect(reservationsLeftOpen(events)).toEqual([]);
});

test("a judge that cannot answer leaves the answer unjudged, and holds it back no longer", async () => {
  const { ask, events } = createJudgedRouter({ policy: JUDGED, script: { [GAMMA]: ["hang"] } });
  const answer = await ask({ slaMs: 9_000 });
  expect(answer).toMatchObject({
    endpoint: ALPHA,
    latencyMs: 3_100,
    verdict: { outcome: "unjudged" },
  });
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ judgesAskId: "ask-1" }]);
  expect(reservationsLeftOpen(events)).toEqual([]);
});

test("a judge is called under the caller's own limits", async () => {
  const { ask, models } = createJudgedRouter({ policy: JUDGED, script: { [GAMMA]: [GOOD] } });
  expect(await ask({ exclude: ["gamma"] })).toMatchObject({ verdict: { outcome: "unjudged" } });
  expect(models.calls.map(({ endpoint }) => endpoint)).toEqual([ALPHA]);
});

test("an application's own gate lets through only what it says it does", async () => {
  const policy = policyWith({ gates: [{ custom: "polite" }] });
  const seen: string[] = [];
  const polite = ({ text }: { readonly text: string }): boolean => {
    seen.push(text);
    return text.includes("please");
  };
  const script = { [ALPHA]: [{ text: "no" }], [BETA]: [{ text: "yes, please" }] };
  const { ask } = createJudgedRouter({ policy, script, gates: { polite } });
  expect(await ask()).toMatchObject({ endpoint: BETA, verdict: { outcome: "passed", score: 1 } });
  expect(seen).toEqual(["no", "yes, please"]);
});

test("a refused answer is mended once by its own model, which is shown what is wrong", async () => {
  const policy = policyWith({ gates: [{ mustInclude: ["because"] }], repair: { max: 1 } });
  const script = { [ALPHA]: [{ text: "so" }, { text: "because so" }] };
  const { ask, models, events } = createJudgedRouter({ policy, script });
  const answer = await ask();
  expect(answer).toMatchObject({ endpoint: ALPHA, text: "because so", why: { code: "repaired" } });
  expect(models.calls[1]?.request.messages.map(({ role }) => role)).toEqual([
    "user",
    "assistant",
    "user",
  ]);
  const [first, repair] = eventsOf(events, "budget-reserved").map((event) => event.amountMicroUsd);
  expect(repair).toBeGreaterThan(first ?? 0);
});

test("where mending fails too, the ask goes on to the next candidate", async () => {
  const policy = policyWith({ gates: [{ mustInclude: ["because"] }], repair: { max: 1 } });
  const script = { [ALPHA]: [{ text: "so" }], [BETA]: [{ text: "because" }] };
  const { ask, events } = createJudgedRouter({ policy, script });
  expect((await ask()).endpoint).toBe(BETA);
  expect(eventsOf(events, "attempt-started").map(({ kind }) => kind)).toEqual([
    "first",
    "repair",
    "fallback",
  ]);
});

test("an escalation to the next tier passes over the candidates of the same", async () => {
  const escalate = { on: ["gate-failed"], to: "next-tier", max: 1 } as const;
  const policy = policyWith({ gates: [{ mustInclude: ["because"] }], escalate });
  const script = { [ALPHA]: [{ text: "so" }], [GAMMA]: [{ text: "because" }] };
  const { ask, models } = createJudgedRouter({ policy, script });
  expect((await ask()).endpoint).toBe(GAMMA);
  expect(models.calls.map(({ endpoint }) => endpoint)).toEqual([ALPHA, GAMMA]);
});

test("after its last escalation the ask leaves the rung", async () => {
  const escalate = { on: ["gate-failed"], to: "next-candidate", max: 1 } as const;
  const policy = policyWith({ gates: [{ mustInclude: ["because"] }], escalate });
  const so = [{ text: "so" }];
  const script = { [ALPHA]: so, [BETA]: so, [GAMMA]: so };
  const { ask, models } = createJudgedRouter({ policy, script });
  const answer = await ask();
  expect(answer.rung).toBe("static");
  expect(models.calls.map(({ endpoint }) => endpoint).slice(0, 2)).toEqual([ALPHA, BETA]);
  expect(answer.attempts.filter(({ rung }) => rung === "full")).toHaveLength(2);
});

test("an answer that does not fit the caller's schema is never given", async () => {
  const schema = { type: "object", required: ["city"], properties: { city: { type: "string" } } };
  const script = { [ALPHA]: [{ text: '{"town":"Ulm"}' }], [GAMMA]: [{ text: '{"city":"Ulm"}' }] };
  const { ask } = createSampleRouter({ script });
  const answer = await ask({ intent: "extract", output: { schema } });
  expect(answer).toMatchObject({ endpoint: GAMMA, object: { city: "Ulm" } });
});

test("a schema that is none is an invalid request", async () => {
  const { ask, events } = createSampleRouter();
  const output = { schema: { type: "no such type" } };
  await expect(ask({ intent: "extract", output })).rejects.toThrow("output.schema");
  expect(eventsOf(events, "ask-received")).toEqual([]);
});

test("feedback counts for the route and the model that answered", async () => {
  const { ask, router, events } = createSampleRouter();
  const { askId } = await ask({ taskId: "task" });
  expect(router.feedback({ askId, success: false })).toBe(true);
  expect(router.feedback({ taskId: "task", score: 0.5 })).toBe(true);
  expect(router.feedback({ askId: "another", success: true })).toBe(false);
  expect(router.scores().find(({ source }) => source === "feedback")).toMatchObject({
    route: "quick",
    model: "alpha/quick",
    count: 2,
  });
  expect(eventsOf(events, "feedback-received")).toMatchObject([
    { askId, route: "quick", success: false },
    { taskId: "task", score: 0.5 },
    { askId: "another" },
  ]);
  expect(() => router.feedback({ askId })).toThrow("success");
});
