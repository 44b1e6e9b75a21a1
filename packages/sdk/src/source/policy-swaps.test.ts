import {
  ConfigurationError,
  type Bundle,
  type PolicyInput,
  type SwitchyardEvent,
} from "@switchyard/contract";
import { plan } from "@switchyard/policy";
import { expect, test } from "vitest";
import { createManualClock } from "../../test/manual-clock.ts";
import { createSwappedRouter, invalidVersion, versionOf } from "../../test/policy-swaps.ts";
import { CATALOG, POLICY } from "../../test/sample-bundle.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";
import { createScriptedModels, type Script } from "../../test/scripted-models.ts";
import { createClassifier } from "../classify/classify-request.ts";
import { createRouter } from "../create-router.ts";
import { createCallbackSource } from "./create-callback-source.ts";

const ALPHA = "alpha/quick#us";
const BETA = "beta/quick#us";
const GAMMA = "gamma/strong#us";
const CANDIDATES = ["alpha/quick", "beta/quick", "gamma/strong"] as const;

/** The events of each ask, in order. */
function byAsk(
  events: readonly SwitchyardEvent[],
): ReadonlyMap<string, readonly SwitchyardEvent[]> {
  const asks = new Map<string, SwitchyardEvent[]>();
  for (const event of events) {
    if (!("askId" in event) || event.askId === undefined) continue;
    const told = asks.get(event.askId) ?? [];
    asks.set(event.askId, told);
    told.push(event);
  }
  return asks;
}

/** Endpoints of the sample's first route, as a bundle plans them. */
function plannedBy(bundle: Bundle): readonly string[] {
  const asked = createClassifier(bundle.policy, () => 2)(REQUEST);
  return plan(bundle, asked, 0).rungs.flatMap(({ endpoints }) => endpoints.map(({ id }) => id));
}

test("ten pushes a second for a minute, one in three invalid: no ask sees half a policy and no budget moves", async () => {
  const slow = [{ afterMs: 730 }];
  const script = { [ALPHA]: slow, [BETA]: slow, [GAMMA]: slow };
  const policy = versionOf(1, "alpha/quick");
  const { router, swap, clock, events } = createSwappedRouter({ script, policy });
  const bundles = new Map([[router.policyHash.slice(0, 12), router.bundle]]);
  const asks: Promise<void>[] = [];
  for (let version = 2; version <= 601; version += 1) {
    const inForce = router.policyHash;
    const asked = router.ask(REQUEST);
    asks.push(asked.then((answer) => expect(answer.policyHash).toBe(inForce)));
    const candidate = CANDIDATES[version % 3 === 1 ? 0 : (version % 2) + 1] ?? "";
    if (version % 3 === 0) swap(invalidVersion(version));
    else swap(versionOf(version, candidate, `$${1 + (version % 5)}`));
    bundles.set(router.policyHash.slice(0, 12), router.bundle);
    await clock.pass(100);
  }
  await clock.finish(Promise.all(asks));

  expect(eventsOf(events, "policy-swapped")).toHaveLength(400);
  expect(eventsOf(events, "policy-refused")).toHaveLength(200);
  const ofAsks = [...byAsk(events).values()];
  expect(ofAsks).toHaveLength(600);
  const planned = new Map([...bundles].map(([hash, bundle]) => [hash, plannedBy(bundle)]));
  for (const told of ofAsks) {
    const [hash = "", ...otherHashes] = new Set(told.map(({ bundle }) => bundle));
    expect(otherHashes).toEqual([]);
    expect(planned.get(hash)).toContain(eventsOf(told, "ask-answered")[0]?.endpoint);
  }
  const settled = eventsOf(events, "budget-settled").reduce((sum, e) => sum + e.amountMicroUsd, 0);
  const { ledger, policy: inForce } = await router.health();
  expect(inForce.hash).toBe(router.policyHash);
  expect(ledger).toMatchObject({
    budgets: [{ budgetId: "day", spentMicroUsd: settled, reservedMicroUsd: 0 }, {}],
  });
  expect(settled).toBeGreaterThan(0);
}, 60_000);

test("whenever a swap comes, a running ask goes on as if it had not", async () => {
  const script: Script = {
    [ALPHA]: [{ fail: "server-error" }, { fail: "overloaded" }],
    [BETA]: [{ text: "", afterMs: 300 }],
    [GAMMA]: [{ text: "At last.", afterMs: 200 }],
  };
  const defaults = { ...POLICY.defaults, attempts: { max: 1, perEndpoint: 1 } };
  const other: PolicyInput = { ...versionOf(2, "beta/quick", "$0.000001"), defaults };
  const told = async (swapAtMs: number, next: PolicyInput): Promise<readonly unknown[]> => {
    const { router, swap, clock, events } = createSwappedRouter({ script });
    const asked = router.ask(REQUEST);
    await clock.pass(swapAtMs);
    swap(next);
    expect(router.bundle.policy.version).toBe(next.version);
    const answer = await clock.finish(asked);
    return [...(byAsk(events).get(answer.askId) ?? []), answer];
  };
  const undisturbed = await told(0, { ...POLICY, version: 1 });
  expect(undisturbed.at(-1)).toMatchObject({ rung: "full", endpoint: GAMMA });
  for (let swapAtMs = 0; swapAtMs <= 1_000; swapAtMs += 50)
    expect(await told(swapAtMs, other)).toEqual(undisturbed);
});

test("a breaker outlives a swap and a rollback, and a closed router follows no more", async () => {
  const { router, swap, ask, events } = createSwappedRouter({
    script: { [ALPHA]: [{ fail: "server-error" }] },
    policy: versionOf(1, "alpha/quick"),
  });
  await ask();
  await ask();
  expect(eventsOf(events, "breaker-changed")).toMatchObject([{ to: "open" }]);
  swap(versionOf(2, "beta/quick"));
  swap(versionOf(1, "alpha/quick"));
  const { endpoints } = await router.health();
  expect(endpoints[0]).toMatchObject({ endpoint: ALPHA, breaker: "open" });
  router.close();
  swap(versionOf(3, "beta/quick"));
  expect(router.bundle.policy.version).toBe(1);
});

test("a bundle whose endpoints have no key is refused, and the one before stays", () => {
  const clock = createManualClock();
  const events: SwitchyardEvent[] = [];
  const source = createCallbackSource({ policy: versionOf(1, "alpha/quick"), catalog: CATALOG });
  const router = createRouter({
    policy: source,
    providers: createScriptedModels(clock, {}, { [BETA]: "BETA_KEY is not set; set it" }),
    clock,
    sinks: [{ record: (event) => events.push(event) }],
  });
  const { routes, ...rest } = versionOf(2, "beta/quick");
  source.push({ policy: { ...rest, routes: routes.slice(0, 1) }, catalog: CATALOG });
  expect(router.bundle.policy.version).toBe(1);
  expect(eventsOf(events, "policy-refused")).toMatchObject([
    { bundleHash: router.policyHash, source: "callback" },
  ]);
  source.push({ policy: versionOf(3, "alpha/quick"), catalog: CATALOG });
  expect(router.bundle.policy.version).toBe(3);
  expect(() => createRouter({ policy: source, catalog: CATALOG })).toThrow(ConfigurationError);
});
