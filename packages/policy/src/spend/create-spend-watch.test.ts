import type { Policy } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { at, CAP, DAY_MS, HOUR_MS, POLICY, reading, watchDay } from "./arbitraries.ts";
import { createSpendWatch, type SpendWatch } from "./create-spend-watch.ts";

test("a spike tells its burn, then each share and level as it is reached, each once", () => {
  const even = (CAP * 10_000) / DAY_MS;
  const told = watchDay((atMs) => even * (atMs < 6 * HOUR_MS ? 1 : atMs < 8 * HOUR_MS ? 14 : 0.1));
  const words = told.map((news) =>
    news.type === "budget-alert"
      ? `${news.share} of cap`
      : news.type === "burn-alert"
        ? `${news.to} ${news.alertRate}`
        : `level ${news.from} to ${news.to}`,
  );
  expect(words).toEqual([
    "firing 12",
    "0.5 of cap",
    "firing 3",
    "level 0 to 1",
    "0.8 of cap",
    "level 1 to 2",
    "0.95 of cap",
    "level 2 to 3",
    "ended 12",
    "ended 3",
  ]);
  const [fast, half] = told;
  expect(fast?.atMs).toBeLessThanOrEqual(6 * HOUR_MS + 5 * 60_000);
  // Half of the cap is left, at 14 times the even rate: 24 h * 0.5 / 14 from then.
  const expected = (half?.atMs ?? 0) + (DAY_MS * 0.5) / 14;
  expect(Math.abs((half?.exhaustsAtMs ?? 0) - expected)).toBeLessThan(10 * 60_000);
});

test("spend from before the first reading is no burn, and a new day begins at nothing", () => {
  const watch = createSpendWatch(POLICY);
  const told = watch.read([reading(400_000_000, 1_000)], at(1_000));
  expect(told.map(({ type }) => type)).toEqual([
    "budget-alert",
    "budget-alert",
    "spend-level-changed",
  ]);
  for (const news of told) expect(news).not.toHaveProperty("exhaustsAtMs");
  expect(watch.level(["openai", "day"])).toBe(2);
  expect(watch.standings(at(1_000))).toEqual([
    {
      budgetId: "day",
      spentMicroUsd: 400_000_000,
      reservedMicroUsd: 0,
      capMicroUsd: CAP,
      burnRate: 0,
      level: 2,
    },
  ]);
  const next = watch.read([reading(1_000_000, DAY_MS + 5_000, 1)], at(DAY_MS + 5_000));
  expect(next).toMatchObject([{ type: "spend-level-changed", from: 2, to: 0 }]);
  expect(watch.standings(at(DAY_MS + 5_000))[0]?.burnRate).toBeGreaterThan(0);
});

test("a budget that the policy does not have is read for nothing", () => {
  const watch = createSpendWatch(POLICY);
  expect(watch.read([{ ...reading(CAP, 0), budgetId: "other" }], at(0))).toEqual([]);
  expect(watch.level(["other"])).toBe(0);
});

test("a rate is of the time that was read, and tells when the cap is reached in its window", () => {
  const watch = createSpendWatch(POLICY);
  const half = { ...reading(CAP / 2, 1_060_000), leftMs: 60_000 };
  watch.read([reading(0, 1_000_000)], at(1_000_000));
  watch.read([half], at(1_060_000));
  // Half of the cap in a minute of a day's 1,440.
  const standing = { burnRate: 720, exhaustsAtMs: 1_060_000 + 60_000 };
  expect(watch.standings(at(1_060_000))).toMatchObject([standing]);
  watch.read([{ ...half, leftMs: 59_999 }], at(1_060_000));
  expect(watch.standings(at(1_060_000))[0]).not.toHaveProperty("exhaustsAtMs");
});

test.each([
  ["rolling-1h", 1],
  ["rolling-24h", 24],
  ["day", 24],
  ["month", 720],
] as const)("a rate of 1 spends the cap of %s in %d hours", (window, hours) => {
  const budgets = POLICY.budgets.map((budget) => ({ ...budget, window }));
  const watch = createSpendWatch({ ...POLICY, budgets });
  watch.read([reading(0, 0)], at(0));
  watch.read([reading(CAP / hours / 6, 600_000)], at(600_000));
  expect(watch.standings(at(600_000))[0]?.burnRate).toBeCloseTo(1, 3);
});

test("of a cap of nothing all is used, at no rate, and without rules nothing is told", () => {
  const budgets = POLICY.budgets.map((budget) => ({ ...budget, capMicroUsd: 0 }));
  const watch = createSpendWatch({ ...POLICY, budgets });
  const told = watch.read([reading(0, 0)], at(0));
  expect(told.at(-1)).toMatchObject({ type: "spend-level-changed", from: 0, to: 3 });
  const { spend: _, ...unruled } = POLICY;
  const quiet = createSpendWatch({
    ...unruled,
    budgets: budgets.map((budget) => Object.assign({}, budget, { alerts: [] })),
  });
  expect(quiet.read([reading(1, 0)], at(0))).toEqual([]);
  expect(quiet.standings(at(0))).toMatchObject([{ burnRate: 0, level: 0 }]);
});

test("what is held counts for levels as if it were spent, and for no alert", () => {
  const watch = createSpendWatch(POLICY);
  const held = { ...reading(0, 0), reservedMicroUsd: 450_000_000 };
  expect(watch.read([held], at(0)).map(({ type }) => type)).toEqual(["spend-level-changed"]);
});

test("another policy finds a budget's readings and level as they were, and its alarms by its cap", () => {
  const watch = createSpendWatch(POLICY);
  watch.read([reading(400_000_000, 1_000)], at(1_000));
  watch.read([reading(401_000_000, 2_000)], at(2_000));
  const before = watch.standings(at(2_000));
  expect(watch.adapt({ ...POLICY, version: 2 }, at(2_000))).toEqual([]);
  expect(watch.standings(at(2_000))).toEqual(before);
  expect(watch.read([reading(401_000_000, 3_000)], at(3_000))).toEqual([]);

  const budgets = POLICY.budgets.map((budget) => ({ ...budget, capMicroUsd: 2 * CAP }));
  expect(watch.adapt({ ...POLICY, budgets }, at(3_500))).toMatchObject([
    { type: "spend-level-changed", from: 2, to: 0, cause: "policy" },
  ]);
  const told = watch.read([reading(600_000_000, 4_000)], at(4_000));
  expect(told).toMatchObject([{ type: "budget-alert", share: 0.5 }, { type: "burn-alert" }]);
  expect(watch.level(["day"])).toBe(0);

  expect(watch.adapt({ ...POLICY, budgets: [] }, at(5_000))).toMatchObject([
    { type: "burn-alert", to: "ended", alertRate: 12, cause: "policy" },
  ]);
  expect(watch.standings(at(5_000))).toEqual([]);
});

describe("a policy that takes away what holds", () => {
  const spend = POLICY.spend ?? { burnAlerts: [], levels: [], hysteresis: 0 };
  /** Both burn alerts fire, and the highest level is in force. */
  const burning = (): SpendWatch => {
    const watch = createSpendWatch(POLICY);
    for (let minute = 0; minute <= 300; minute += 1)
      watch.read([reading(minute * 1_600_000, minute * 60_000)], at(minute * 60_000));
    return watch;
  };
  const adapted = (next: Partial<Policy>): readonly unknown[] =>
    burning().adapt({ ...POLICY, ...next }, at(301 * 60_000));
  const fast = { type: "burn-alert", to: "ended", alertRate: 12, cause: "policy" };
  const slow = { ...fast, alertRate: 3 };
  const level = { type: "spend-level-changed", budget: "day", from: 3, to: 0, cause: "policy" };

  test("ends a burn alert that fires, and leaves the other as it was", () => {
    const [, kept] = spend.burnAlerts;
    const told = adapted({ spend: { ...spend, burnAlerts: kept === undefined ? [] : [kept] } });
    expect(told).toEqual([]);
    expect(adapted({ spend: { ...spend, burnAlerts: [] } })).toMatchObject([slow]);
  });

  test("ends the levels that it has no more, and tells those that are left", () => {
    expect(adapted({ spend: { ...spend, levels: [] } })).toMatchObject([level]);
    const levels = spend.levels.slice(0, 1);
    expect(adapted({ spend: { ...spend, levels } })).toMatchObject([{ ...level, to: 1 }]);
  });

  test("ends all of it with the budget, its window or its rules", () => {
    expect(adapted({ budgets: [] })).toMatchObject([slow, level]);
    const budgets = POLICY.budgets.map((budget) => ({ ...budget, window: "month" }) as const);
    expect(adapted({ budgets })).toMatchObject([slow, level]);
  });
});

test("a level is the one that any process found last, as far as the share used allows it", () => {
  const watch = createSpendWatch(POLICY);
  const used = (spentMicroUsd: number, levelInForce: number, atMs: number): unknown =>
    watch.read([{ ...reading(spentMicroUsd, atMs), levelInForce }], at(atMs));
  expect(used(390_000_000, 2, 1_000)).toMatchObject([{}, { from: 0, to: 2 }]);
  expect(used(390_000_000, 1, 2_000)).toMatchObject([{ from: 2, to: 1 }]);
  expect(used(390_000_000, 9, 3_000)).toMatchObject([{ from: 1, to: 2 }]);
});

test("a process that is seldom asked takes for even what others spent since, and tells of no burn", () => {
  const watch = createSpendWatch(POLICY);
  const told: unknown[] = [];
  for (let hour = 0; hour < 24; hour += 1) {
    const atMs = hour * HOUR_MS;
    const spent = Math.round((CAP * 0.45 * hour) / 24);
    told.push(...watch.read([reading(spent, atMs)], at(atMs)));
  }
  expect(told).toEqual([]);
});
