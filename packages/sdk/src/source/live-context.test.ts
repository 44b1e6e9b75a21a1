import type { LedgerPort, PolicyInput, RouteInput } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { describe, expect, test } from "vitest";
import { createSwappedRouter } from "../../test/policy-swaps.ts";
import { CATALOG, catalogWith, POLICY } from "../../test/sample-bundle.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";
const [QUICK, ...OTHERS] = POLICY.routes;

/** The sample with changes to its first route. */
function routed(changes: Partial<RouteInput>): Pick<PolicyInput, "routes"> {
  return { routes: [{ ...QUICK, ...changes }, ...OTHERS] };
}

/** The sample with this cap for a day. */
function capped(cap: string): Partial<PolicyInput> {
  return { version: 2, budgets: [{ id: "day", cap, window: "day", timezone: "UTC" }] };
}

describe("across a swap", () => {
  test("what a budget has spent counts towards its new cap, and a raise gives the rest", async () => {
    const { ask, swap, events, router } = createSwappedRouter({ policy: capped("$1") });
    await ask();
    const spent = eventsOf(events, "budget-settled")[0]?.amountMicroUsd ?? 0;
    expect(spent).toBeGreaterThan(0);
    swap(capped("$0.0001"));
    const refused = await ask();
    expect(refused).toMatchObject({ rung: "static", why: { code: "budget" } });
    expect(eventsOf(events, "budget-denied")[0]).toMatchObject({ leftMicroUsd: 0 });
    swap(capped("$1"));
    expect(await ask()).toMatchObject({ rung: "full" });
    expect((await router.health()).ledger).toMatchObject({
      budgets: [{ spentMicroUsd: 2 * spent, capMicroUsd: 1_000_000 }],
    });
  });

  test("the level of a budget stays, and no alert is told twice", async () => {
    const levels = [{ from: "60%", tierDown: 1 }] as const;
    const spend = { burnAlerts: [], levels, hysteresis: "5%" };
    const dearFirst = routed({ candidates: ["gamma/strong", "alpha/quick"] });
    const [day, ...budgets] = POLICY.budgets;
    const policy = { ...dearFirst, spend, budgets: [{ ...day, alerts: ["50%"] }, ...budgets] };
    const ledger = createMemoryLedger({ opening: { day: 650_000 } });
    const { ask, swap, events } = createSwappedRouter({ policy, ledger });
    await ask();
    swap({ ...policy, version: 2 });
    expect(await ask()).toMatchObject({ endpoint: ALPHA, why: { code: "spend" } });
    expect(eventsOf(events, "budget-alert")).toHaveLength(1);
    expect(eventsOf(events, "spend-level-changed")).toHaveLength(1);
    swap({ ...policy, spend: { ...spend, levels: [] }, version: 3 });
    expect(eventsOf(events, "spend-level-changed").at(-1)).toMatchObject({
      from: 1,
      to: 0,
      cause: "policy",
    });
    expect(await ask()).toMatchObject({ endpoint: GAMMA });
  });

  test("a throttled route stays throttled", async () => {
    const levels = [{ from: "90%", throttle: { order: ["quick"], shareMin: "0%" } }] as const;
    const policy = { spend: { burnAlerts: [], levels, hysteresis: "5%" } };
    const ledger = createMemoryLedger({ opening: { day: 950_000 } });
    const { ask, swap, clock, events } = createSwappedRouter({ policy, ledger });
    for (let asked = 0; asked < 10; asked += 1) await ask();
    await clock.finish(clock.sleep(1_000));
    await ask();
    expect(eventsOf(events, "throttle-changed")).toMatchObject([{ to: "throttled" }]);
    swap({ ...policy, version: 2 });
    expect(await ask()).toMatchObject({ rung: "static", why: { code: "throttled" } });
  });

  test("a throttle ends with its budget, and says so", async () => {
    const levels = [{ from: "90%", throttle: { order: ["quick"], shareMin: "0%" } }] as const;
    const policy = { spend: { burnAlerts: [], levels, hysteresis: "5%" } };
    const ledger = createMemoryLedger({ opening: { day: 950_000 } });
    const { ask, swap, clock, events } = createSwappedRouter({ policy, ledger });
    for (let asked = 0; asked < 10; asked += 1) await ask();
    await clock.finish(clock.sleep(1_000));
    await ask();
    const budgets = [{ id: "new-day", cap: "$1", window: "rolling-24h" }] as const;
    swap({ ...policy, budgets, version: 2 });
    expect(await ask()).toMatchObject({ rung: "full" });
    expect(eventsOf(events, "throttle-changed")).toMatchObject([
      { budget: "day", route: "quick", to: "throttled" },
      { budget: "day", route: "quick", to: "free", share: 1 },
    ]);
  });

  test("a closed rung stays closed where the next policy has it, and opens where none can close", async () => {
    const policy: Partial<PolicyInput> = {
      ...routed({ ladder: ["full", "constrained", "static"] }),
      ladder: { ...POLICY.ladder, hysteresis: { enterAfterFailures: 1, leaveAfter: "1m" } },
    };
    const refusal = [{ fail: "refusal" }, {}] as const;
    const script = { [ALPHA]: refusal, [BETA]: refusal, [GAMMA]: refusal };
    const { ask, swap, events } = createSwappedRouter({ policy, script });
    await ask();
    expect(eventsOf(events, "rung-changed")).toMatchObject([{ rung: "full", to: "closed" }]);
    swap({ ...policy, version: 2 });
    expect(await ask()).toMatchObject({ rung: "constrained", why: { code: "degraded" } });
    swap({ ...policy, ...routed({ ladder: ["full"] }), version: 3 });
    swap({ ...policy, version: 4 });
    expect(await ask()).toMatchObject({ rung: "full" });
  });

  test("a judge judges by the bundle of the ask whose answer it judges", async () => {
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
    const gates = ["non-empty", { judge: { route: "judging", scoreMin: 0.7 } }] as const;
    const judged = { routes: [{ ...QUICK, gates }, ...OTHERS, judging] };
    const text = '{"reason":"right","score":0.9}';
    const { router, swap, clock, events } = createSwappedRouter({
      policy: judged,
      catalog: {
        ...CATALOG,
        quality: { artefact: "none", scores: { judge: { "gamma/strong": 0.9 } } },
      },
      script: { [GAMMA]: [{ text }] },
    });
    const first = router.policyHash.slice(0, 12);
    const asked = router.ask(REQUEST);
    await clock.pass(50);
    swap({ version: 2 });
    const answer = await clock.finish(asked);
    expect(answer.verdict).toMatchObject({ outcome: "passed", score: 0.9 });
    expect(eventsOf(events, "ask-answered")).toMatchObject([
      { judgesAskId: answer.askId, bundle: first },
      { askId: answer.askId, bundle: first },
    ]);
  });

  test("a conversation keeps its endpoint", async () => {
    const sticky = "conversation";
    const { ask, swap } = createSwappedRouter({
      policy: routed({ sticky, candidates: ["beta/quick", "alpha/quick"] }),
    });
    const conversation = "talk-1";
    expect(await ask({ conversation })).toMatchObject({ endpoint: BETA });
    swap({ ...routed({ sticky }), version: 2 });
    expect(await ask({ conversation })).toMatchObject({ endpoint: BETA, why: { code: "sticky" } });
  });

  test("an outage goes by what the policy in force says of a budget", async () => {
    const away = (): Promise<never> => Promise.reject(new Error("no connection"));
    const { settle, release, snapshot } = createMemoryLedger();
    const ledger: LedgerPort = { reserve: away, settle, release, snapshot };
    const budget = { id: "day", cap: "$1", window: "day", timezone: "UTC" } as const;
    const of = (onLedgerDown: "fail-closed" | { readonly "fail-open-within": string }) => ({
      budgets: [{ ...budget, onLedgerDown }],
    });
    const { ask, swap } = createSwappedRouter({ ledger, policy: of("fail-closed") });
    expect(await ask()).toMatchObject({ rung: "static" });
    swap({ ...of({ "fail-open-within": "$0.10" }), version: 2 });
    expect(await ask()).toMatchObject({ rung: "full" });
  });

  test("calls in flight count towards a limit that comes while they run", async () => {
    const policy = routed({ candidates: ["alpha/quick"], ladder: ["full", "static"] });
    const { router, swap, clock } = createSwappedRouter({
      policy,
      script: { [ALPHA]: [{ afterMs: 60_000 }] },
    });
    const first = router.ask({ ...REQUEST, slaMs: 100_000 });
    await clock.pass(50);
    swap({ ...policy, version: 2 }, catalogWith(1));
    const second = await clock.finish(router.ask({ ...REQUEST, slaMs: 2_000 }));
    expect(second).toMatchObject({ rung: "static", attempts: [] });
    swap({ ...policy, version: 3 }, CATALOG);
    const third = router.ask({ ...REQUEST, slaMs: 100_000 });
    expect((await clock.finish(Promise.all([first, third]))).length).toBe(2);
  });
});
