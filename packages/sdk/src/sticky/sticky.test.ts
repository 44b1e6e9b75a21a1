import type { AskRequest } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import {
  createSampleRouter,
  eventsOf,
  REQUEST,
  type SampleOptions,
} from "../../test/sample-router.ts";
import { createConversationBook, KEPT_MS } from "./create-conversation-book.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";
const DOWN = { fail: "overloaded", retry: "never" } as const;

const [quick, ...others] = POLICY.routes;
const STICKY = { routes: [{ ...quick, sticky: "conversation" }, ...others] } as const;
const TALK: Partial<AskRequest> = { conversation: "c-1" };

function sticky(options: SampleOptions = {}) {
  return createSampleRouter({ policy: STICKY, ...options });
}

test("a conversation stays where it was answered, and says so", async () => {
  const { ask, router, events } = sticky({ script: { [ALPHA]: [DOWN, { text: "well" }] } });
  expect(await ask(TALK)).toMatchObject({ endpoint: BETA, why: { code: "fallback" } });
  expect(await ask(TALK)).toMatchObject({ endpoint: BETA, why: { code: "sticky" } });
  expect(eventsOf(events, "ask-answered").at(-1)).toMatchObject({ why: "sticky" });
  expect(eventsOf(events, "route-decided").at(-1)?.endpoints[0]).toBe(BETA);
  const explained = router.explain({ ...REQUEST, ...TALK });
  expect(explained.kept).toBe(BETA);
  expect(explained.rungs[0]?.endpoints[0]?.id).toBe(BETA);
  expect(await ask({ conversation: "c-2" })).toMatchObject({ endpoint: ALPHA });
});

test("a conversation whose endpoint fails goes on, and stays where it went", async () => {
  const { ask } = sticky({ script: { [ALPHA]: [{ text: "one" }, DOWN] } });
  expect(await ask(TALK)).toMatchObject({ endpoint: ALPHA, why: { code: "first-choice" } });
  expect(await ask(TALK)).toMatchObject({ endpoint: BETA });
  expect(await ask(TALK)).toMatchObject({ endpoint: BETA, why: { code: "sticky" } });
});

test("who names no conversation, or whose route keeps none, goes by the route's order", async () => {
  const script: SampleOptions["script"] & object = { [ALPHA]: [DOWN, { text: "well" }] };
  const unnamed = sticky({ script });
  await unnamed.ask();
  expect(await unnamed.ask()).toMatchObject({ endpoint: ALPHA });
  const plain = createSampleRouter({ script });
  await plain.ask(TALK);
  expect(await plain.ask(TALK)).toMatchObject({ endpoint: ALPHA });
});

test("a conversation is never answered by an endpoint that its request rules out", async () => {
  const out = fc.subarray(["alpha", "beta", "gamma"], { maxLength: 2 });
  await fc.assert(
    fc.asyncProperty(fc.array(out, { minLength: 1, maxLength: 8 }), async (requests) => {
      const { ask, router } = sticky();
      for (const exclude of requests) {
        const { rungs } = router.explain({ ...REQUEST, exclude });
        const allowed = rungs.flatMap(({ endpoints }) => endpoints.map(({ id }) => id));
        expect(allowed).toContain((await ask({ ...TALK, exclude })).endpoint);
      }
    }),
    { numRuns: 30 },
  );
});

test("a kept endpoint changes the order of a plan and nothing else", async () => {
  const { ask, router } = sticky({ script: { [ALPHA]: [DOWN], [BETA]: [DOWN] } });
  expect(await ask(TALK)).toMatchObject({ endpoint: GAMMA });
  const [kept, plain] = [router.explain({ ...REQUEST, ...TALK }), router.explain(REQUEST)];
  for (const [index, rung] of plain.rungs.entries()) {
    const { endpoints = [], ...rest } = kept.rungs[index] ?? {};
    expect(new Set(endpoints)).toEqual(new Set(rung.endpoints));
    expect({ ...rest, endpoints: rung.endpoints }).toEqual(rung);
  }
});

test("a silent conversation is forgotten, and so are the oldest of many", () => {
  const book = createConversationBook(2);
  book.keep("r", "c-1", ALPHA, 0);
  expect(book.endpointOf("r", "c-1", KEPT_MS - 1)).toBe(ALPHA);
  expect(book.endpointOf("r", "c-1", KEPT_MS)).toBeUndefined();
  expect(book.endpointOf("other", "c-1", 0)).toBeUndefined();
  for (const conversation of ["c-2", "c-3", "c-4", "c-5"]) book.keep("r", conversation, BETA, 0);
  expect(book.endpointOf("r", "c-1", 0)).toBeUndefined();
  expect(book.endpointOf("r", "c-5", 0)).toBe(BETA);
});
