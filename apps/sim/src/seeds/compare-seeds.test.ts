import fc from "fast-check";
import { expect, test } from "vitest";
import { compareSeeds, summariseSeeds } from "./compare-seeds.ts";
import { meanInterval } from "./mean-interval.ts";
import { FIGURES, type SeedFigures } from "./seed-figures.ts";
import type { SeedRun } from "./seed-run.ts";
import { seedsJson, seedsReport, type SeedStudy } from "./seeds-report.ts";

function aRun(index: number, figures: Partial<SeedFigures> = {}): SeedRun {
  return {
    seed: `7/${index}`,
    verdict: "pass",
    text: "PASS",
    eventsSha256: "",
    figures: {
      availability: 0.9,
      degradedShare: 0.1,
      failedShare: 0,
      p50Ms: 900,
      p95Ms: 3000,
      spendMicroUsd: 1_000_000,
      costPerSuccessMicroUsd: 1000,
      fallbackRate: 0,
      callsPerAsk: 1,
      violations: 0,
      simulatedQuality: null,
      ...figures,
    },
  };
}

function changesOf(runs: readonly SeedRun[], others: readonly SeedRun[]): object {
  return Object.fromEntries(
    compareSeeds(runs, others).map(({ figure, change }) => [figure, change]),
  );
}

test("the interval of a mean is that of the handbook, and a single value has none", () => {
  // Mean 3 and deviation 1.5811 of five: 3 ± 2.7764 × 1.5811 / √5.
  const { mean, low = 0, high = 0 } = meanInterval([1, 2, 3, 4, 5]) ?? { mean: 0 };
  expect([mean, low, high].map((value) => value.toFixed(3))).toEqual(["3.000", "1.037", "4.963"]);
  expect(meanInterval([4])).toEqual({ mean: 4 });
  expect(meanInterval([])).toBeUndefined();
});

test("what all seeds share is taken out: a small steady gain shows under great variation", () => {
  const others = [1, 5, 2, 8, 3].map((usd, index) => aRun(index, { spendMicroUsd: usd * 1e6 }));
  const runs = others.map(({ figures: { spendMicroUsd } }, index) =>
    aRun(index, { spendMicroUsd: (spendMicroUsd ?? 0) - 1000 - index, availability: 0.8 }),
  );
  expect(changesOf(runs, others)).toMatchObject({
    spendMicroUsd: "better",
    availability: "worse",
    p95Ms: "same",
    simulatedQuality: "unclear",
  });
});

test("turned around, what was better is worse", () => {
  const aShare = fc.double({ min: 0, max: 1, noNaN: true });
  const runsOf = (shares: readonly number[]): readonly SeedRun[] =>
    shares.map((availability, index) => aRun(index, { availability }));
  fc.assert(
    fc.property(fc.array(fc.tuple(aShare, aShare), { minLength: 2, maxLength: 8 }), (pairs) => {
      const [one, other] = [runsOf(pairs.map(([a]) => a)), runsOf(pairs.map(([, b]) => b))];
      const turned: Readonly<Record<string, string>> = { better: "worse", worse: "better" };
      const [forth, back] = [compareSeeds(one, other)[0], compareSeeds(other, one)[0]];
      expect(back?.change).toBe(turned[forth?.change ?? ""] ?? forth?.change);
    }),
  );
});

test("a figure that some seeds could not measure is of the others alone", () => {
  const runs = [aRun(1, { p50Ms: null }), aRun(2, { p50Ms: 100 }), aRun(3, { p50Ms: 300 })];
  const p50 = summariseSeeds(runs).find(({ figure }) => figure === "p50Ms");
  expect(p50).toMatchObject({ seeds: 2, interval: { mean: 200 } });
});

test("a report counts valid seeds alone, names those that fail, and says that quality is simulated", () => {
  const runs = [
    aRun(1),
    { ...aRun(2), verdict: "fail" as const, text: "FAIL: 5 of 6 expectations hold" },
    { ...aRun(3), verdict: "not-valid" as const, text: "NOT VALID: nobody was hit" },
    { ...aRun(4), verdict: "stopped" as const, text: "STOPPED at 00:10: spend > $6" },
  ];
  const study: SeedStudy = {
    scenario: "default",
    policy: "new.yaml",
    fidelity: "model",
    runs,
    passingNeeded: 0.3,
    against: { policy: "old.yaml", runs },
  };
  const lines = seedsReport(study);
  expect(lines).toContain("seed 7/2: FAIL: 5 of 6 expectations hold");
  expect(lines.at(-1)).toBe("PASS: 1 of 3 seeds pass, 1 were not valid; 30.0% must");
  expect(lines.join("\n")).toContain("Quality is simulated");
  expect(seedsReport({ ...study, passingNeeded: 0.6 }).at(-1)).toMatch(/^FAIL: /);
  expect(seedsJson(study)).toMatchObject({ passing: { passed: 1, failed: 2, notValid: 1 } });
  expect(seedsJson(study).against?.differences.map(({ figure }) => figure)).toEqual(FIGURES);
});
