import type { AnswerStream, AnswerStreamPart, StreamRequest } from "@switchyard/contract";
import { expect, test } from "vitest";
import { reservationsLeftOpen } from "../../test/event-checks.ts";
import { POLICY } from "../../test/sample-bundle.ts";
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
/** A stream that breaks after it has shown "Half of". */
const BROKEN = { fail: "stream-interrupted", committed: true, message: "Half of" } as const;

interface Streamed extends SampleRouter {
  readonly parts: readonly AnswerStreamPart[];
  readonly thrown: unknown;
}

async function streamed(
  options: SampleOptions,
  request: Partial<StreamRequest> = {},
): Promise<Streamed> {
  const sample = createSampleRouter(options);
  const parts: AnswerStreamPart[] = [];
  const reading = readAll(sample.router.stream({ ...REQUEST, ...request }), parts);
  const thrown = await sample.clock.finish(reading.catch((error: unknown) => error));
  return { ...sample, parts, thrown };
}

async function readAll(stream: AnswerStream, parts: AnswerStreamPart[]): Promise<undefined> {
  for await (const part of stream) parts.push(part);
  return undefined;
}

function withCommit(commit: "terminate" | "restart-with-notice"): SampleOptions["policy"] & object {
  const [quick, ...others] = POLICY.routes;
  return { routes: [{ ...quick, stream: { commit } }, ...others] };
}

/** Texts after the last notice that what came before is void. */
function textOf(parts: readonly AnswerStreamPart[]): string {
  let text = "";
  for (const part of parts) {
    if (part.type === "restart") text = "";
    if (part.type === "text") text += part.text;
  }
  return text;
}

test("an answer is shown word by word, and its end has the whole of it", async () => {
  const { parts, events, clock } = await streamed({
    script: { [ALPHA]: [{ text: "one two three" }] },
  });
  expect(parts.map(({ type }) => type)).toEqual(["text", "text", "text", "end"]);
  expect(textOf(parts)).toBe("one two three");
  expect(parts.at(-1)).toMatchObject({
    answer: { text: "one two three", endpoint: ALPHA, verdict: { outcome: "passed" } },
  });
  expect(reservationsLeftOpen(events)).toEqual([]);
  expect(clock.timersSet).toBe(0);
});

test("before anything is shown, another endpoint takes over without a word", async () => {
  const { parts } = await streamed({
    script: { [ALPHA]: [{ fail: "overloaded", retry: "never" }] },
  });
  expect(parts.map(({ type }) => type)).not.toContain("restart");
  expect(parts.at(-1)).toMatchObject({ answer: { endpoint: BETA } });
});

test("a stream that breaks after its beginning was shown throws, and no model goes on with it", async () => {
  const { parts, thrown, models, events } = await streamed({ script: { [ALPHA]: [BROKEN] } });
  expect(parts).toEqual([{ type: "text", text: "Half of" }]);
  expect(thrown).toMatchObject({ code: "stream-cut", text: "Half of" });
  expect(models.calls).toHaveLength(1);
  // 4 tokens shown at $4 a million, and the input.
  expect(eventsOf(events, "budget-settled")).toMatchObject([{ source: "estimate" }]);
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ code: "stream-cut" }]);
  expect(reservationsLeftOpen(events)).toEqual([]);
});

test("where the route says so, the answer begins anew after a notice", async () => {
  const policy = withCommit("restart-with-notice");
  const script = { [ALPHA]: [BROKEN], [BETA]: [{ text: "All of it" }] };
  const { parts } = await streamed({ policy, script });
  expect(parts.map(({ type }) => type)).toEqual(["text", "restart", "text", "text", "text", "end"]);
  expect(parts[1]).toMatchObject({
    attempts: [{ endpoint: ALPHA, outcome: "stream-interrupted" }],
  });
  expect(textOf(parts)).toBe("All of it");
});

test("a static text after a beginning that was shown comes with the notice too", async () => {
  const policy = withCommit("restart-with-notice");
  const script = { [ALPHA]: [BROKEN], [BETA]: [BROKEN], [GAMMA]: [BROKEN] };
  const { parts } = await streamed({ policy, script });
  expect(parts.at(-1)).toMatchObject({ type: "end", answer: { rung: "static" } });
  expect(textOf(parts)).toBe("Please try again later.");
});

test("an answer that a gate refuses at its end says so where it was shown", async () => {
  const [quick, ...others] = POLICY.routes;
  const policy = { routes: [{ ...quick, gates: [{ mustInclude: ["because"] }] }, ...others] };
  const { parts, models } = await streamed({ policy, script: { [ALPHA]: [{ text: "so it is" }] } });
  expect(models.calls).toHaveLength(1);
  expect(parts.at(-1)).toMatchObject({
    answer: { text: "so it is", verdict: { outcome: "failed", score: 0 } },
  });
});

test("first content that takes longer than the caller waits for it goes to the next endpoint", async () => {
  const script = { [ALPHA]: ["hang"] } as const;
  const { parts, models } = await streamed({ script }, { firstTokenSlaMs: 700, slaMs: 9_000 });
  expect(parts.at(-1)).toMatchObject({ answer: { endpoint: BETA, latencyMs: 800 } });
  expect(models.calls[0]?.signal.aborted).toBe(true);
});

test("tool calls are shown only when the answer is whole and judged", async () => {
  const toolCall = { type: "tool-call", toolCallId: "1", toolName: "find", input: {} } as const;
  const { parts } = await streamed({ script: { [ALPHA]: [{ text: "", toolCalls: [toolCall] }] } });
  expect(parts.map(({ type }) => type)).toEqual(["tool-call", "end"]);
});

test("who stops reading ends the ask, and who reads no parts has the answer", async () => {
  const { router, clock, events, models } = createSampleRouter({
    script: { [ALPHA]: [{ text: "a b" }] },
  });
  const left = (async () => {
    for await (const part of router.stream(REQUEST)) if (part.type === "text") return;
  })();
  await clock.finish(left);
  const { answer } = router.stream(REQUEST);
  expect(await clock.finish(answer)).toMatchObject({ text: "a b" });
  expect(models.calls).toHaveLength(2);
  expect(reservationsLeftOpen(events)).toEqual([]);
});
