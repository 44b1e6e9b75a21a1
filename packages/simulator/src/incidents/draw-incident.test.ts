import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import { isCallFault } from "../faults/fault.ts";
import { loadScenario } from "../scenario/load-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { drawIncident, playableIncidents } from "./draw-incident.ts";
import { recordedIncidents } from "./recorded-incidents.ts";

const MINUTE_MS = 60_000;
const WEEK_MS = 7 * 24 * 60 * MINUTE_MS;

function drawn(seed: string): Scenario {
  return loadScenario({ text: drawIncident(seed), file: "drawn-incident.yaml" });
}

function quantile(numbers: readonly number[], share: number): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor(share * numbers.length)];
}

test("542 incidents are carried, and lengths of OpenAI's API are as its study has them", () => {
  expect(recordedIncidents()).toHaveLength(542);
  const ofOpenai = playableIncidents().filter(({ provider }) => provider === "openai");
  const minutes = ofOpenai.map((incident) => incident.minutes);
  expect(minutes).toHaveLength(222);
  expect(quantile(minutes, 0.5)).toBeCloseTo(75, -1);
  expect(quantile(minutes, 0.9)).toBeCloseTo(300, -1);
  expect(Math.max(...minutes)).toBe(1890);
});

test("equal seeds draw equal bytes, and any seed a scenario that loads", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, maxLength: 64 }), (seed) => {
      expect(drawIncident(seed)).toBe(drawIncident(seed));
      expect(drawn(seed).seed).toBe(seed);
    }),
    { numRuns: 25 },
  );
});

test("a drawn incident starts at its record's hour and weekday and ends inside the rehearsal", () => {
  fc.assert(
    fc.property(fc.nat(), (number) => {
      const { incident, startAtMs, faults, workload } = drawn(String(number));
      const [first, ...later] = faults.filter(({ ambient }) => ambient !== true);
      const atMs = parseDurationMs(first?.at ?? "");
      const beganAtMs = Date.parse(incident?.began ?? "");
      expect((startAtMs + atMs - beganAtMs) % WEEK_MS).toBe(0);
      const last = later.at(-1) ?? first;
      const endMs = parseDurationMs(last?.at ?? "") + parseDurationMs(last?.for ?? "");
      expect(endMs + atMs).toBe(workload.durationMs);
      expect(endMs - atMs).toBe(
        Math.min(parseDurationMs(incident?.lasted ?? ""), 12 * 60 * MINUTE_MS),
      );
    }),
    { numRuns: 25 },
  );
});

test("drawn providers, lengths and shares are spread as the records are", () => {
  const scenarios = Array.from({ length: 400 }, (_, index) => drawn(`spread ${index}`));
  const ofOpenai = scenarios.filter(({ incident }) => incident?.provider === "openai");
  // 222 of 294; three standard errors of 400 draws are 6.5%.
  expect(Math.abs(ofOpenai.length / 400 - 222 / 294)).toBeLessThan(0.065);
  const lengths = scenarios.map(({ incident }) => parseDurationMs(incident?.lasted ?? ""));
  const recorded = playableIncidents().map(({ minutes }) => minutes * MINUTE_MS);
  for (const share of [0.25, 0.5, 0.75]) {
    const [low = 0, high = 0] = [share - 0.08, share + 0.08].map((at) => quantile(recorded, at));
    const measured = quantile(lengths, share) ?? 0;
    expect(measured).toBeGreaterThanOrEqual(low);
    expect(measured).toBeLessThanOrEqual(high);
  }
  const kinds = new Set(scenarios.flatMap(({ faults }) => faults[0]?.id ?? []));
  expect(kinds.size).toBe(7);
});

test("the worse the impact on the status page, the larger the share of calls that is hit", () => {
  const byImpact = new Map<string, number[]>();
  for (let index = 0; index < 100; index += 1) {
    const { title, faults } = drawn(`impact ${index}`);
    const [fault] = faults;
    if (fault === undefined || !isCallFault(fault)) continue;
    const impact = / (no|a minor|a major|a critical) impact/.exec(title)?.[1] ?? "";
    byImpact.set(impact, [...(byImpact.get(impact) ?? []), parseShare(fault.share ?? "0%")]);
  }
  const extremes = ["no", "a minor", "a major", "a critical"].map((impact) => {
    const shares = byImpact.get(impact) ?? [];
    return [Math.min(...shares), Math.max(...shares)];
  });
  const flat = extremes.flat();
  expect(flat).toEqual(flat.toSorted((a, b) => a - b));
});
