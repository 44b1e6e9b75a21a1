import {
  InvalidRequestError,
  LadderExhaustedError,
  RouteRefusedError,
  SwitchyardError,
} from "@switchyard/contract";
import { expect, test } from "vitest";
import { createSampleRouter, eventsOf, REQUEST, typesOf } from "../../test/sample-router.ts";

test("an invalid request is told all that is wrong with it, and leaves no event", async () => {
  const { ask, events } = createSampleRouter();
  const error = await ask({ intent: "faqs", slaMs: -1 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(InvalidRequestError);
  expect(error).toMatchObject({ issues: [{ field: "intent" }, { field: "slaMs" }] });
  expect(String(error)).toContain('Did you mean "faq"?');
  expect(typesOf(events)).toEqual(["policy-loaded"]);
});

test("a class without a route is refused with the policy's reason and what has one", async () => {
  const { ask, events } = createSampleRouter();
  const error = await ask({ intent: "rest" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RouteRefusedError);
  expect(String(error)).toContain(
    "No route takes intent rest at risk low (segment free, locale other, residency any, " +
      "slaMs 10000). The policy says why: nobody asks for the rest. No route is for rest; " +
      "routes are for faq, write, extract.",
  );
  expect(eventsOf(events, "ask-failed")).toMatchObject([{ code: "route-refused", attempts: 0 }]);
});

test("a refusal names the routes of the intent and what they take", async () => {
  const { ask } = createSampleRouter({
    policy: {
      routes: [
        {
          id: "fast",
          match: { intents: ["faq"], risks: ["low"], segments: ["pro"], slaBelow: "2s" },
          candidates: ["alpha/quick"],
          limits: { latencyMax: "2s", qualityFloor: "unmeasured" },
        },
      ],
    },
  });
  await expect(ask()).rejects.toThrow(
    "Routes for faq: fast takes risk low, segment pro, slaMs below 2000.",
  );
});

test("a plan without any endpoint ends in the static answer, with the main reasons", async () => {
  const { ask, models } = createSampleRouter();
  const answer = await ask({ slaMs: 500 });
  expect(answer).toMatchObject({ rung: "static", latencyMs: 0, why: { code: "no-endpoint" } });
  expect(answer.why.message).toBe("Route quick has no endpoint to call: latency-over-limit (3).");
  expect(models.calls).toEqual([]);
});

test("without a static rung such a plan is refused, with every rejection", async () => {
  const { ask } = createSampleRouter();
  const error = await ask({ intent: "write", slaMs: 500 }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(RouteRefusedError);
  expect(error).toMatchObject({
    rejections: [{ endpoint: { id: "alpha/quick#us" }, reasons: [{ code: "latency-over-limit" }] }],
  });
});

test("without a static rung, calls that all failed end in an error that has them", async () => {
  const { ask } = createSampleRouter({ script: { "alpha/quick#us": [{ fail: "auth" }] } });
  const error = await ask({ intent: "write" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(LadderExhaustedError);
  expect(SwitchyardError.isInstance(error)).toBe(true);
  expect(error).toMatchObject({ attempts: [{ outcome: "auth" }] });
  await expect(ask({ intent: "write" })).rejects.toThrow("breaker-open (1)");
});

test("explain says what an ask would do now, and calls nothing", async () => {
  const { ask, router, models } = createSampleRouter({
    script: { "alpha/quick#us": [{ fail: "auth" }] },
  });
  await ask();
  const calls = models.calls.length;
  const explanation = router.explain(REQUEST);
  expect(explanation.route).toBe("quick");
  expect(explanation.rungs[0]?.endpoints.map(({ id }) => id)).toEqual([
    "beta/quick#us",
    "gamma/strong#us",
  ]);
  expect(explanation.rungs[0]?.rejections).toMatchObject([{ reasons: [{ code: "breaker-open" }] }]);
  expect(models.calls).toHaveLength(calls);
  expect(() => router.explain({ ...REQUEST, risk: "none" })).toThrow(InvalidRequestError);
});
