import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { ScheduledFault } from "../faults/create-fault-engine.ts";
import type { Opening, Scenario } from "../scenario/scenario.ts";
import { shippedScenario } from "../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import { createWorkload } from "../workload/create-workload.ts";
import { deriveMix } from "../workload/derive-mix.ts";
import { openingBalances } from "./opening-balances.ts";

const { bundle } = shippedBundle("policy.yaml");
const scenario = shippedScenario("default");
const mix = deriveMix(bundle, { epochMs: scenario.startAtMs });
const trace = {
  name: "made",
  rows: Array.from({ length: 600 }, (_, index) => ({
    atMs: index * 100,
    inputTokens: 1024,
    outputTokens: 200,
  })),
};
const workload = createWorkload({ bundle, mix, trace, rng: createKeyedRng("seed") });

function open(opening: Scenario["opening"], faults: readonly ScheduledFault[] = []) {
  return openingBalances(bundle, { ...scenario, opening }, { workload, faults });
}

function leftOf(budget: string, opening: Opening, faults: readonly ScheduledFault[] = []): number {
  const cap = bundle.policy.budgets.find(({ id }) => id === budget)?.capMicroUsd ?? 0;
  return cap - (open({ [budget]: opening }, faults).microUsd[budget] ?? 0);
}

const lasts = (seconds: number): Opening => ({ kind: "lasts", durationMs: seconds * 1000 });

test("spent, a share and what is left all lead to what was spent, never above the cap", () => {
  expect(
    open({
      day: { kind: "left", microUsd: 6_000_000 },
      premium: { kind: "spent", microUsd: 1_000_000 },
      openai: { kind: "spent-share", share: 0.25 },
      free: { kind: "spent-share", share: 1.5 },
    }),
  ).toEqual({
    microUsd: { day: 494_000_000, premium: 1_000_000, openai: 80_000_000, free: 900_000_000 },
    notices: [],
  });
});

test("`@total` is the first budget that covers everything, and a budget the policy lacks is told", () => {
  const { microUsd, notices } = open({
    "@total": { kind: "spent", microUsd: 7 },
    weekly: { kind: "spent", microUsd: 9 },
  });
  expect(microUsd).toEqual({ day: 7 });
  expect(notices).toEqual(["The policy has no budget weekly, so its opening balance is left out."]);
});

test("a balance that lasts twice as long is about twice as large, and covers its own scope only", () => {
  const [half, whole] = [leftOf("day", lasts(30)), leftOf("day", lasts(60))];
  expect(whole / half).toBeGreaterThan(1.7);
  expect(whole / half).toBeLessThan(2.3);
  expect(leftOf("day", lasts(3600))).toBe(whole);

  const openai = leftOf("openai", lasts(60));
  const premium = leftOf("premium", lasts(60));
  expect(openai).toBeGreaterThan(0);
  expect(openai + premium).toBeLessThan(whole);
});

test("what a fault takes away is charged at the next choice, and what it slows at the dearer one", () => {
  const base = { id: "f", fromMs: 0, untilMs: Infinity, target: { provider: "openai" } };
  const refused = leftOf("day", lasts(60), [{ ...base, type: "net.refused" }]);
  const slowed = leftOf("day", lasts(60), [{ ...base, type: "latency.added" }]);
  expect(refused).toBeGreaterThan(leftOf("day", lasts(60)));
  expect(slowed).toBe(refused);

  const opus = { ...base, target: { model: "anthropic/claude-opus-5-5" } };
  const cheaper = leftOf("day", lasts(60), [{ ...opus, type: "http.status" }]);
  expect(cheaper).toBeLessThan(leftOf("day", lasts(60)));
  expect(leftOf("day", lasts(60), [{ ...opus, type: "latency.added" }])).toBe(
    leftOf("day", lasts(60)),
  );
});

test("a fault on everything costs nothing while it lasts", () => {
  const fault: ScheduledFault = {
    id: "f",
    type: "net.refused",
    fromMs: 30_000,
    untilMs: Infinity,
    target: {},
  };
  expect(leftOf("day", lasts(60), [fault])).toBe(leftOf("day", lasts(30)));
});
