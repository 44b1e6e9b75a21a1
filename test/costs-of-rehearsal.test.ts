import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { windowInstance } from "@switchyard/policy";
import {
  COST_SPLITS,
  createCostFold,
  createCostSink,
  createTraceWriter,
  foldStream,
  readJournal,
  type Costs,
} from "@switchyard/journal";
import { createRouter, openBundle, type LedgerPort, type Router } from "@switchyard/sdk";
import { rehearse, shippedScenario, type RehearsalOutcome } from "@switchyard/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "costs-"));
const trace = join(folder, "trace.jsonl");
const bundle = openBundle();
let outcome: RehearsalOutcome;
let costs: Costs;
let spentOfDayMicroUsd: number;

/** A rehearsal whose router keeps costs, and hears of each tenth answer that it was none. */
beforeAll(async () => {
  const traceWriter = createTraceWriter(trace);
  const parts: { router?: Router; ledger?: LedgerPort; nowMs?: () => number } = {};
  let answers = 0;
  outcome = await rehearse({
    scenario: shippedScenario("default"),
    bundle,
    requests: 700,
    sinks: [traceWriter],
    createAsk: ({ bundle: policy, ...ports }) => {
      const router = createRouter({ policy, ...ports, costs: createCostSink() });
      Object.assign(parts, { router, ledger: ports.ledger, nowMs: ports.clock.epochMs });
      return async (request) => {
        const answer = await router.ask(request);
        answers += 1;
        if (answers % 10 === 0) router.feedback({ askId: answer.askId, success: false });
        return answer;
      };
    },
  });
  traceWriter.close();
  const { router, ledger, nowMs } = parts;
  if (router === undefined || ledger === undefined || nowMs === undefined)
    throw new Error("no run");
  costs = router.costs();
  const day = bundle.bundle.policy.budgets.find(({ id }) => id === "day");
  if (day === undefined) throw new Error("no budget day");
  const line = {
    budgetId: day.id,
    window: windowInstance(day, nowMs()),
    capMicroUsd: day.capMicroUsd,
  };
  const [balance] = await ledger.snapshot([line], nowMs());
  spentOfDayMicroUsd = balance?.spentMicroUsd ?? 0;
});

afterAll(() => rmSync(folder, { recursive: true }));

test("the journal of a rehearsal gives the costs that its router gives", async () => {
  const read = await foldStream(createCostFold(), readJournal({ sources: [trace] }));
  expect(read).toEqual(costs);
  expect(costs.total.tasks).toBe(700);
  expect(costs.total.tasksWithFeedback).toBeGreaterThan(50);
  expect(costs.waste["rejected-answers"]).toBeGreaterThan(0);
});

test("every split of the costs, with judging, is what the ledger holds", async () => {
  const events = readJournal({ sources: [trace] });
  let openingMicroUsd = 0;
  for await (const event of events)
    if (event.type === "rehearsal-started") openingMicroUsd = event.openingMicroUsd["day"] ?? 0;
  expect(costs.total.spentMicroUsd).toBe(outcome.summary.spendMicroUsd);
  expect(openingMicroUsd + costs.total.spentMicroUsd).toBe(spentOfDayMicroUsd);
  for (const split of COST_SPLITS) {
    const spent = Object.values(costs[split]).reduce((sum, each) => sum + each.spentMicroUsd, 0);
    expect(spent + costs.judgingMicroUsd).toBe(costs.total.spentMicroUsd);
  }
  expect(costs.judgingMicroUsd).toBeGreaterThan(0);
  expect(costs.undecidedMicroUsd).toBe(0);
});
