import { ConfigurationError } from "@switchyard/contract";
import { eventLine } from "@switchyard/journal";
import { expect, test } from "vitest";
import { Fault } from "../faults/fault.ts";
import { loadScenario } from "../scenario/load-scenario.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { shippedBundle } from "../workload/arbitraries.ts";
import type { LiveFaults } from "./create-live-faults.ts";
import { rehearse, type LiveRehearsal } from "./rehearse.ts";

const SCENARIO: Scenario = loadScenario({
  text: `schema: switchyard/scenario/v1
name: by-hand
title: Twenty seconds
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation, duration: 20s }
faults:
  - { id: planned, type: net.refused, at: 4s, for: 12s, target: { provider: "@primary" } }
expect:
  - { metric: violations, is: "== 0" }
`,
  file: "by-hand.yaml",
});

const bundle = shippedBundle("policy.yaml");

/** What a viewer does when the first event of a second comes. */
type Deeds = Readonly<Record<number, (faults: LiveFaults) => void>>;

interface Run {
  readonly notices: readonly string[];
  readonly lines: readonly string[];
  readonly written: readonly Fault[];
}

async function run(scenario: Scenario, deeds: Deeds = {}): Promise<Run> {
  const lines: string[] = [];
  const live: LiveRehearsal[] = [];
  const left = new Map(Object.entries(deeds).map(([second, deed]) => [Number(second), deed]));
  const { notices } = await rehearse({
    scenario,
    bundle,
    fidelity: "model",
    pace: {
      beforeEvent: (atMs) => {
        const [next] = left;
        const faults = live[0]?.liveFaults;
        if (next === undefined || faults === undefined || atMs < next[0] * 1_000) return undefined;
        left.delete(next[0]);
        next[1](faults);
        return undefined;
      },
    },
    sinks: [{ record: (event) => lines.push(eventLine(event)) }],
    onStart: (started) => live.push(started),
  });
  return { lines, notices, written: live[0]?.liveFaults.written() ?? [] };
}

/** Lines without the planned length of faults, which nobody knows of one that is ended by hand. */
function withoutLengths(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.includes('"fault-started"') ? line.replace(/"durationMs":[\d.]+/, "") : line,
  );
}

const ERRORS = {
  id: "errors",
  type: "http.status",
  mix: { "503": 1 },
  share: "60%",
  target: { provider: "@second" },
} as const;

test("what was done by hand, written down, gives the same events", async () => {
  const byHand = await run(SCENARIO, {
    6: (faults) => faults.begin(ERRORS),
    9: (faults) => expect(faults.end("planned")).toBe(true),
    12: (faults) => {
      expect(faults.end("errors")).toBe(true);
      faults.begin({ ...ERRORS, id: "more-errors", share: "90%" });
    },
  });
  expect(byHand.written.map(({ id }) => id)).toEqual(["planned", "errors", "more-errors"]);

  expect(byHand.notices.join()).toContain("changed by hand");

  const again = await run({ ...SCENARIO, faults: byHand.written });
  expect(withoutLengths(again.lines)).toEqual(withoutLengths(byHand.lines));

  const untouched = await run(SCENARIO);
  expect(untouched.notices.join()).not.toContain("changed by hand");
  expect(untouched.lines).not.toEqual(byHand.lines);
  const hits = (id: string): number =>
    byHand.lines.filter((line) => line.includes(`"faults":["${id}"]`)).length;
  expect(hits("errors")).toBeGreaterThan(0);
  expect(hits("more-errors")).toBeGreaterThan(0);
});

test("policies pushed by hand come into force at once, and written down again in a replay", async () => {
  const once = { "/defaults/attempts/max": 1, "/defaults/attempts/perEndpoint": 1 };
  const byHand = await run(SCENARIO, {
    3: (faults) => faults.push({ id: "once", set: once }),
    6: (faults) => faults.push({ id: "broken", set: { "/defaults/attempts/max": "many" } }),
    9: (faults) => faults.push({ id: "twice", set: { "/defaults/attempts/max": 2 } }, "once"),
    12: (faults) => {
      faults.push({ id: "too-late", set: once }, "twice");
      faults.push(undefined, "too-late");
    },
  });
  const causes = byHand.lines.flatMap((line) => {
    const [, what, cause] = /"policy-(swapped|refused)".*"cause":"([^"]*)"/.exec(line) ?? [];
    return what === undefined ? [] : [`${what}: ${cause}`];
  });
  expect(causes).toEqual([
    "swapped: pushed by once",
    "refused: pushed by broken",
    "swapped: pushed by twice",
    "swapped: rolled back after twice",
  ]);
  expect(byHand.written.map(({ id }) => id)).toEqual(["planned", "once", "broken", "twice"]);
  expect(byHand.lines.filter((line) => line.includes('"fault-started"'))).toHaveLength(1);

  const written = byHand.written.map((fault) => Fault.parse(fault));
  const again = await run({ ...SCENARIO, faults: written });
  expect(again.lines).toEqual(byHand.lines);
});

test("a start and an end by hand are events of their own instant", async () => {
  const { lines } = await run(SCENARIO, {
    6: (faults) => faults.begin(ERRORS),
    7: (faults) => faults.end("errors"),
  });
  const told = lines.filter((line) => line.includes('"fault":"errors"'));
  expect(told).toHaveLength(2);
  expect(told[0]).toContain('"fault-started"');
  expect(told[1]).toContain('"fault-ended"');
  const startAtMs = SCENARIO.startAtMs;
  const [from, until] = told.map((line) => Number(/"atMs":(\d+)/.exec(line)?.[1]) - startAtMs);
  expect(from).toBeGreaterThan(5_000);
  expect(until).toBeGreaterThan(from ?? 0);
});

test("only a fault that is in force can be ended", async () => {
  await run(SCENARIO, {
    1: (faults) => {
      expect(faults.end("planned")).toBe(false);
      expect(faults.end("unknown")).toBe(false);
    },
    18: (faults) => expect(faults.end("planned")).toBe(false),
  });
});

test("an id that stands already changes nothing", async () => {
  const { written } = await run(SCENARIO, {
    6: (faults) =>
      expect(() => faults.begin({ ...ERRORS, id: "planned" })).toThrow(ConfigurationError),
  });
  expect(written).toEqual(SCENARIO.faults);
});
