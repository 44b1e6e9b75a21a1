import { ConfigurationError, type ModelPort, type SwitchyardEvent } from "@switchyard/contract";
import { createMemoryLedger } from "@switchyard/ledger";
import { expect, test } from "vitest";
import { createManualClock, type ManualClock } from "../../test/manual-clock.ts";
import { invalidVersion, versionOf } from "../../test/policy-swaps.ts";
import { CATALOG } from "../../test/sample-bundle.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";
import { createScriptedModels, type Script } from "../../test/scripted-models.ts";
import type { Router } from "../router.ts";
import { createRouter } from "../create-router.ts";
import { createCallbackSource, type CallbackSource } from "./create-callback-source.ts";

interface Followed {
  readonly router: Router;
  readonly source: CallbackSource;
  readonly clock: ManualClock;
  readonly events: SwitchyardEvent[];
}

function followed(script: Script = {}, absent: ModelPort["absent"] = {}): Followed {
  const clock = createManualClock();
  const events: SwitchyardEvent[] = [];
  const source = createCallbackSource({ policy: versionOf(1, "alpha/quick"), catalog: CATALOG });
  const router = createRouter({
    policy: source,
    providers: createScriptedModels(clock, script, absent),
    clock,
    ledger: createMemoryLedger(),
    sinks: [{ record: (event) => events.push(event) }],
  });
  return { router, source, clock, events };
}

const CANDIDATES = ["alpha/quick", "beta/quick"] as const;
const push = (source: CallbackSource, version: number, candidate: string, cap?: string): void =>
  source.push({ policy: versionOf(version, candidate, cap), catalog: CATALOG });

test("ten pushes a second for a minute, one in three invalid: no ask sees half a policy and no budget moves", async () => {
  const slow = [{ afterMs: 730 }];
  const { router, source, clock, events } = followed({
    "alpha/quick#us": slow,
    "beta/quick#us": slow,
  });
  const modelOf = new Map([[router.policyHash, "alpha/quick"]]);
  const asks: Promise<void>[] = [];
  for (let version = 2; version <= 601; version += 1) {
    const inForce = router.policyHash;
    asks.push(
      router.ask({ ...REQUEST, taskId: `t${version}` }).then((answer) => {
        expect(answer.policyHash).toBe(inForce);
        expect(answer.model).toBe(modelOf.get(inForce));
      }),
    );
    const candidate = CANDIDATES[version % 2] ?? "";
    if (version % 3 === 0) source.push({ policy: invalidVersion(version), catalog: CATALOG });
    else push(source, version, candidate, `$${1 + (version % 5)}`);
    modelOf.set(router.policyHash, modelOf.get(router.policyHash) ?? candidate);
    await clock.pass(100);
  }
  await clock.finish(Promise.all(asks));

  const swapped = eventsOf(events, "policy-swapped");
  const refused = eventsOf(events, "policy-refused");
  expect([swapped.length, refused.length]).toEqual([400, 200]);
  const bundles = new Map<string, Set<string>>();
  for (const event of events)
    if ("askId" in event && event.askId !== undefined)
      bundles.set(event.askId, (bundles.get(event.askId) ?? new Set()).add(event.bundle));
  expect(bundles.size).toBe(600);
  expect([...bundles.values()].every(({ size }) => size === 1)).toBe(true);
  const settled = eventsOf(events, "budget-settled").reduce((sum, e) => sum + e.amountMicroUsd, 0);
  const { ledger, policy } = await router.health();
  expect(policy.hash).toBe(router.policyHash);
  expect(ledger).toMatchObject({
    budgets: [{ budgetId: "day", spentMicroUsd: settled, reservedMicroUsd: 0 }, {}],
  });
  expect(settled).toBeGreaterThan(0);
}, 60_000);

test("a breaker outlives a swap and a rollback, and a closed router follows no more", async () => {
  const { router, source, clock, events } = followed({
    "alpha/quick#us": [{ fail: "server-error" }],
  });
  const ask = (): Promise<unknown> => clock.finish(router.ask(REQUEST));
  await ask();
  await ask();
  expect(eventsOf(events, "breaker-changed")).toMatchObject([{ to: "open" }]);
  push(source, 2, "beta/quick");
  push(source, 1, "alpha/quick");
  const { endpoints } = await router.health();
  expect(endpoints[0]).toMatchObject({ endpoint: "alpha/quick#us", breaker: "open" });
  router.close();
  push(source, 3, "beta/quick");
  expect(router.bundle.policy.version).toBe(1);
});

test("a bundle whose endpoints have no key is refused, and the one before stays", () => {
  const absent = { "beta/quick#us": "BETA_KEY is not set; set it" };
  const { router, source, events } = followed({}, absent);
  const { routes, ...rest } = versionOf(2, "beta/quick");
  source.push({ policy: { ...rest, routes: routes.slice(0, 1) }, catalog: CATALOG });
  expect(router.bundle.policy.version).toBe(1);
  expect(eventsOf(events, "policy-refused")).toMatchObject([
    { bundleHash: router.policyHash, source: "callback" },
  ]);
  expect(() => createRouter({ policy: source, catalog: CATALOG })).toThrow(ConfigurationError);
});
