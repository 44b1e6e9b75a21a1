/**
 * Processor time, in nanoseconds, of a plan and the decision of its first rung, on 1,024 rotating
 * requests with one open breaker, which takes an endpoint from two in five: compiled
 * (`createPlanner`), afresh (`plan`), both followed by `decide`, and by the naive filter and sort
 * that `pnpm bench` compares with, on the same bundles. Run
 * `node packages/policy/scripts/bench-decide.ts [rounds]`. Medians of the rounds; all sizes take
 * turns within a round, so ratios hold where figures do not.
 *
 * "Afresh" applies every rule to every candidate on every rung and says each reason, as `explain`
 * does.
 *
 * Last measured with 9 rounds on 2 busy cores (load above 20, times several times those of a quiet
 * machine), Node 24.21, at 6x8, 50x40 and 500x40: naive / compiled 14.5, 55 and 34 (goals 10 and
 * 30); afresh / compiled 76, 167 and 90; compiled 500x40 / 50x40 2.15. The growth goal of 1.4 is for
 * a process of its own, as `pnpm bench` takes it: here each size empties the caches of the others.
 */
import type { Plan, PlannedRung, RequestClass } from "@switchyard/contract";
import { createDecisionCase } from "../../../bench/decision-case.ts";
import { naiveDecision } from "../../../bench/naive-decision.ts";
import { createPlanner } from "../src/plan/create-planner.ts";
import { decide } from "../src/plan/decide.ts";
import { plan } from "../src/plan/plan.ts";

const ROUNDS = Number(process.argv[2] ?? 9);
const SIZES = [
  { routes: 6, models: 8 },
  { routes: 50, models: 40 },
  { routes: 500, models: 40 },
] as const;

interface Lane {
  readonly name: string;
  readonly calls: number;
  /** Gives how many endpoints may answer. */
  readonly run: (request: RequestClass) => number;
  readonly requests: readonly RequestClass[];
  readonly timesNs: number[];
}

let seen = 0;

function lanesOf({ routes, models }: (typeof SIZES)[number]): readonly Lane[] {
  const { bundle, requests, state, epochMs } = createDecisionCase(routes, models);
  const planner = createPlanner(bundle, 4 * requests.length);
  const { perEndpoint } = bundle.policy.defaults.attempts;
  const lane = (kind: string, calls: number, run: Lane["run"]): Lane => ({
    name: `${routes}x${models} ${kind}`,
    calls,
    run,
    requests,
    timesNs: [],
  });
  const first = ({ rungs: [rung = NO_RUNG] }: Plan): PlannedRung => rung;
  const many = 100 * requests.length;
  return [
    lane("naive", 10 * requests.length, (request) => {
      return naiveDecision(bundle, request, state).endpoints.length;
    }),
    lane("afresh", requests.length, (request) => {
      const rung = first(plan(bundle, request, epochMs));
      return decide(rung, state, perEndpoint).endpoints.length;
    }),
    lane("compiled", many, (request) => {
      return decide(first(planner(request, epochMs)), state, perEndpoint).endpoints.length;
    }),
  ];
}

const NO_RUNG: PlannedRung = { rung: "full", endpoints: [], rejections: [] };

function time({ calls, requests, run, timesNs }: Lane): void {
  const start = process.cpuUsage();
  for (let call = 0; call < calls; call += 1) {
    const request = requests[call % requests.length];
    if (request !== undefined) seen += run(request);
  }
  const { user, system } = process.cpuUsage(start);
  timesNs.push((1_000 * (user + system)) / calls);
}

const lanes = SIZES.flatMap(lanesOf);
for (let round = 0; round <= ROUNDS; round += 1) {
  for (const lane of lanes) time(lane);
  // The first round compiles the code, so it is not counted.
  if (round === 0) for (const { timesNs } of lanes) timesNs.length = 0;
}

const medians = new Map(
  lanes.map(({ name, timesNs }) => [name, timesNs.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0]),
);
for (const [name, ns] of medians) console.log(`${name.padEnd(40)} ${ns.toFixed(0).padStart(8)} ns`);
const ratio = (over: string, under: string): string =>
  ((medians.get(over) ?? 0) / (medians.get(under) ?? 1)).toFixed(2);
for (const { routes, models } of SIZES) {
  const size = `${routes}x${models}`;
  const naive = ratio(`${size} naive`, `${size} compiled`);
  const afresh = ratio(`${size} afresh`, `${size} compiled`);
  console.log(`${size}: naive / compiled ${naive}, afresh / compiled ${afresh}`);
}
console.log(`compiled 500x40 / 50x40: ${ratio("500x40 compiled", "50x40 compiled")}`);
console.log(`endpoints seen: ${seen}`);
