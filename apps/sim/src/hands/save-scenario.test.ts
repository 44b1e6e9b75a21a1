import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventLine } from "@switchyard/journal";
import { loadScenario, rehearse, type LiveRehearsal, type Scenario } from "@switchyard/simulator";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDocuments, type Documents } from "../chaos/open-documents.ts";
import type { ChaosOptions } from "../cli/program.ts";
import { createPolicyHand } from "./create-policy-hand.ts";
import { createHands, type Hands } from "./create-hands.ts";
import { FIRST_DRAFT } from "./fault-draft.ts";
import { saveScenario } from "./save-scenario.ts";
import { targetChoices } from "./target-choices.ts";

const OPTIONS: ChaosOptions = { scenario: "default", policy: "builtin/support-platform" };
const REQUESTS = 120;

const SHORT = `schema: switchyard/scenario/v1
name: short
title: Calm
description: A test.
seed: 7
start: 2026-11-24T09:00:00Z
workload: { trace: azure-2023-conversation }
budgets: { day: { lasts: 40s } }
faults: []
expect:
  - { metric: violations, is: "== 0" }
`;

let folder: string;
let before: string;

beforeEach(() => {
  before = process.cwd();
  folder = mkdtempSync(join(tmpdir(), "by-hand-"));
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

interface Run {
  readonly lines: readonly string[];
  readonly live: LiveRehearsal;
  readonly hands: Hands;
  readonly endRun: () => void;
}

/** Rehearses the first asks; `deeds` come when the first event of their second does. */
async function run(
  { bundle }: Documents,
  scenario: Scenario,
  seed: string,
  deeds: Readonly<Record<number, (hands: Hands) => void>> = {},
): Promise<Run> {
  const lines: string[] = [];
  const started: { readonly live: LiveRehearsal; readonly hands: Hands }[] = [];
  const left = new Map(Object.entries(deeds).map(([second, deed]) => [Number(second), deed]));
  let isOver = false;
  await rehearse({
    scenario,
    bundle,
    seed,
    fidelity: "model",
    requests: REQUESTS,
    sinks: [{ record: (event) => lines.push(eventLine(event)) }],
    pace: {
      beforeEvent: (atMs) => {
        const [next] = left;
        if (next === undefined || atMs < next[0] * 1_000) return undefined;
        left.delete(next[0]);
        for (const { hands } of started) next[1](hands);
        return undefined;
      },
    },
    onStart: (live) => {
      const documents = { bundle, scenario };
      const options = { ...OPTIONS, seed, requests: REQUESTS };
      const hands = createHands({
        live,
        targets: targetChoices(bundle.bundle, live.roles),
        policy: createPolicyHand({
          live,
          first: bundle,
          firstPath: OPTIONS.policy,
          atMs: scenario.startAtMs,
        }),
        isOver: () => isOver,
        save: () => saveScenario({ documents, options }, live),
      });
      started.push({ live, hands });
    },
  });
  const [first] = started;
  if (first === undefined) throw new Error("a rehearsal starts");
  return {
    ...first,
    lines,
    endRun: () => {
      isOver = true;
    },
  };
}

/** Without the scenario's name, and the planned length of faults that are ended by hand. */
function comparable(lines: readonly string[]): readonly string[] {
  return lines.map((line) =>
    line.replace(/"scenario":"[^"]*"/, "").replace(/("fault-started".*)"durationMs":[\d.]+/, "$1"),
  );
}

test("a saved scenario is valid and gives the same events from the same seed", async () => {
  const documents = openDocuments(OPTIONS);
  const lasting = loadScenario({ text: SHORT, file: "short.yaml" });
  const byHand = await run(documents, lasting, "hand", {
    2: (hands) => hands.begin(FIRST_DRAFT),
    9: (hands) =>
      hands.begin({ ...FIRST_DRAFT, kind: 2, target: 1, strength: 2 }, "outage-primary"),
    15: (hands) => hands.end("errors-second"),
  });
  expect(byHand.hands.save().text).toBe("saved: sim chaos --scenario ./short-by-hand.yaml");
  expect(byHand.hands.save().text).toContain("./short-by-hand-2.yaml");

  const text = readFileSync("short-by-hand.yaml", "utf8");
  expect(text).toContain("--scenario ./short-by-hand.yaml");
  expect(text).toMatch(/day:\n +spent: \$\d+\.\d{6}\n/);
  const saved = loadScenario({ text, file: "short-by-hand.yaml" });
  expect(saved.faults.map(({ id }) => id)).toEqual(["outage-primary", "errors-second"]);

  const again = await run(documents, saved, saved.seed);
  expect(comparable(again.lines)).toEqual(comparable(byHand.lines));
});

/** Faults that wait for another, that are around the router, and a push that comes anyway. */
const WORLD = SHORT.replace(
  "faults: []",
  `faults:
  - { id: down, type: net.refused, at: 3s, for: 4s, target: { provider: "@primary" } }
  - { id: aftermath, type: latency.added, times: 3, afterFault: down, at: 1s, for: 5s, target: { provider: "@primary" } }
  - { id: slow-store, type: store.slow, add: 20ms, share: 30%, at: 2s, for: 20s }
  - { id: dies, type: router.crash, point: mid-call, at: 12s }
  - { id: rush, type: load.surge, times: 2, at: 14s, for: 3s }
  - { id: release, type: policy.push, at: 16s, for: 5s, set: { /defaults/attempts/max: 1, /defaults/attempts/perEndpoint: 1 } }`,
);

test("a scenario with faults of every sort is saved with the policies that were pushed", async () => {
  const documents = openDocuments(OPTIONS);
  const shipped = readFileSync(
    new URL(import.meta.resolve("@switchyard/policy/shipped/policy.yaml")),
  );
  writeFileSync("strict.yaml", String(shipped).replace("latencyMax: 15s", "latencyMax: 6s"));
  writeFileSync("bad.yaml", String(shipped).replace("attempts: { max: 3", "attempts: { max: many"));
  const world = loadScenario({ text: WORLD, file: "world.yaml" });
  const push = (path: string) => (hands: Hands) => {
    hands.policy.push(hands.policy.read(path));
  };
  const byHand = await run(documents, world, "hand", {
    4: push("./strict.yaml"),
    6: push("./bad.yaml"),
    9: (hands) => hands.begin({ ...FIRST_DRAFT, kind: 2, target: 1, strength: 2 }),
    18: push("builtin/founding"),
    24: push("builtin/support-platform"),
  });
  const causes = byHand.lines.flatMap(
    (line) => /"policy-.*"cause":"([^"]*)"/.exec(line)?.[1] ?? [],
  );
  expect(causes).toEqual([
    "pushed by policy-strict",
    "pushed by policy-bad",
    "pushed by release",
    "pushed by policy-founding",
    "rolled back after policy-founding",
  ]);
  byHand.hands.save();
  const saved = loadScenario({
    text: readFileSync("short-by-hand.yaml", "utf8"),
    file: "short-by-hand.yaml",
  });
  expect(saved.faults.find(({ id }) => id === "policy-strict")).toMatchObject({
    ambient: true,
    set: { "/routes/regulated/limits/latencyMax": "6s" },
  });
  const again = await run(documents, saved, saved.seed);
  expect(comparable(again.lines)).toEqual(comparable(byHand.lines));
});

test("what cannot be done is said, and changes nothing", async () => {
  const documents = openDocuments(OPTIONS);
  const { hands, live, endRun } = await run(
    documents,
    loadScenario({ text: SHORT, file: "short.yaml" }),
    "7",
  );
  expect(hands.end("nothing").text).toContain("it is not in force");
  endRun();
  for (const deed of [hands.begin(FIRST_DRAFT), hands.end("nothing")])
    expect(deed).toEqual({ text: expect.stringContaining("the run is over") });
  expect(live.liveFaults.written()).toEqual([]);
});
