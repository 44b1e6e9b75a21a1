import type { LedgerPort, PolicyInput } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { POLICY } from "../../test/sample-bundle.ts";
import { createSampleRouter } from "../../test/sample-router.ts";
import { someScripts } from "../../test/script-arbitraries.ts";

test("a router that has done nothing is whole: all closed, nothing spent", async () => {
  const { router, clock } = createSampleRouter();
  const endpoint = { breaker: "closed", retriesRefused: false };
  const budget = { spentMicroUsd: 0, reservedMicroUsd: 0 };
  const full = { rung: "full", endpoints: 3, endpointsOpen: 3 };
  expect(await router.health()).toEqual({
    atMs: clock.epochMs(),
    policy: { name: "sample", version: 1, hash: router.bundle.hash },
    endpoints: [
      { ...endpoint, endpoint: "alpha/quick#us" },
      { ...endpoint, endpoint: "beta/quick#us" },
      { ...endpoint, endpoint: "gamma/strong#us" },
    ],
    routes: [
      {
        route: "quick",
        endsStatic: true,
        rungs: [
          full,
          { rung: "constrained", endpoints: 2, endpointsOpen: 2 },
          { ...full, rung: "summary" },
        ],
      },
      {
        route: "bare",
        endsStatic: false,
        rungs: [{ rung: "full", endpoints: 1, endpointsOpen: 1 }],
      },
      {
        route: "strict",
        endsStatic: true,
        rungs: [{ rung: "full", endpoints: 2, endpointsOpen: 2 }],
      },
    ],
    ledger: {
      reachable: true,
      budgets: [
        { ...budget, budgetId: "day", capMicroUsd: 1_000_000 },
        { ...budget, budgetId: "alpha", capMicroUsd: 500_000 },
      ],
    },
    droppedEvents: 0,
    unbooked: 0,
  });
});

test("tells open breakers and since when and why, holds, absent endpoints, and closed rungs", async () => {
  const { router, ask, clock } = createSampleRouter({
    script: {
      "alpha/quick#us": [{ fail: "auth" }],
      "beta/quick#us": [{ rateLimit: { remainingRequests: 0, resetsInMs: 30_000 } }],
    },
    absent: { "gamma/strong#us": "GAMMA_KEY is not set; set it" },
  });
  await ask();
  await clock.pass(10_000);
  const { endpoints, routes } = await router.health();
  expect(endpoints).toEqual([
    {
      endpoint: "alpha/quick#us",
      breaker: "open",
      breakerChanged: { atMs: clock.epochMs() - 10_100, cause: "auth" },
      retriesRefused: false,
    },
    {
      endpoint: "beta/quick#us",
      breaker: "closed",
      heldForMs: 20_000,
      retriesRefused: false,
    },
    {
      endpoint: "gamma/strong#us",
      breaker: "closed",
      retriesRefused: false,
      absent: "GAMMA_KEY is not set; set it",
    },
  ]);
  const open = routes.map(({ rungs = [] }) => rungs.map(({ endpointsOpen }) => endpointsOpen));
  expect(open).toEqual([[0, 0, 0], [0], [0]]);

  await clock.pass(20_000);
  const later = await router.health();
  expect(later.endpoints[0]?.breaker).toBe("half-open");
  expect(later.endpoints[1]).not.toHaveProperty("heldForMs");
});

test("tells nothing of rungs where another route takes the request, nor of internal routes", async () => {
  const [quick, bare] = POLICY.routes;
  const { match: _, ...unmatched } = bare;
  const limits = { ...bare.limits, qualityFloor: 0.5 };
  const routes: PolicyInput["routes"] = [
    quick,
    { ...bare, id: "shadowed", match: quick.match },
    { ...unmatched, limits, id: "judge", internal: true, intent: "faq" },
  ];
  const { router } = createSampleRouter({ policy: { routes } });
  const report = await router.health();
  expect(report.routes).toMatchObject([
    { route: "quick", rungs: [{}, {}, {}] },
    { route: "shadowed", endsStatic: false },
  ]);
  expect(report.routes).toHaveLength(2);
  expect(report.routes[1]).not.toHaveProperty("rungs");
});

test("tells what is spent and held of each budget, and the p95 that was observed", async () => {
  const { router, ask, clock } = createSampleRouter();
  for (let asks = 0; asks < 100; asks += 1) await ask();
  void router.ask({ intent: "faq", risk: "low", slaMs: 5_000, input: "Why?" });
  await clock.pass(0);
  const { ledger, endpoints } = await router.health();
  expect(ledger).toMatchObject({
    reachable: true,
    budgets: [
      { budgetId: "day", spentMicroUsd: 30_000, reservedMicroUsd: expect.any(Number) },
      { budgetId: "alpha", spentMicroUsd: 30_000 },
    ],
  });
  expect(ledger.reachable && ledger.budgets[0]?.reservedMicroUsd).toBeGreaterThan(0);
  expect(endpoints[0]?.latencyMsP95).toBe(100);
});

test("a ledger that cannot be asked is told of, and the rest is told all the same", async () => {
  const ledger: LedgerPort = {
    ...createMemoryLedger(),
    snapshot: () => Promise.reject(new Error("connection refused")),
  };
  const { router } = createSampleRouter({ ledger });
  const report = await router.health();
  expect(report.ledger).toEqual({ reachable: false, cause: "connection refused" });
  expect(report.endpoints).toHaveLength(3);
});

test("counts what sinks dropped and what the ledger failed to book", async () => {
  const ledger: LedgerPort = {
    ...createMemoryLedger(),
    settle: () => Promise.reject(new Error("gone")),
  };
  const { router, ask } = createSampleRouter({
    ledger,
    onEvent: () => {
      throw new Error("full");
    },
  });
  await ask();
  const { droppedEvents, unbooked } = await router.health();
  expect(droppedEvents).toBe(router.dropped);
  expect(unbooked).toBe(1);
});

test("whatever happened, the report is plain JSON and changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(someScripts(), fc.integer({ min: 1, max: 4 }), async (script, asks) => {
      const sample = createSampleRouter({ script });
      for (let made = 0; made < asks; made += 1) await sample.ask().catch(() => {});
      const report = await sample.router.health();
      expect(JSON.parse(JSON.stringify(report))).toEqual(report);
      expect(await sample.router.health()).toEqual(report);
    }),
    { numRuns: 50 },
  );
});
