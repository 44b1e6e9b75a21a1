/**
 * Nanoseconds for a plan and the decision of its first rung, on 1,024 rotating requests with one
 * open breaker: compiled (`createPlanner`), afresh (`plan`), both followed by `decide`, and by the
 * naive filter and sort that `pnpm bench` compares with, on the same bundles. Run
 * `node packages/policy/scripts/bench-decide.ts [rounds]`. Medians of the rounds; all sizes take
 * turns within a round, so ratios hold where figures do not.
 *
 * "Afresh" applies every rule to every candidate on every rung and says each reason, as `explain`
 * does; "without explanation" leaves out the way to ask for reasons.
 *
 * Last measured with 3 rounds on 2 busy cores (load above 20, times several times those of a quiet
 * machine), Node 24.21, at 6x8, 50x40 and 500x40: naive / compiled 10.3, 10.9 and 8.7 (goals 10 and
 * 30: the second is missed); afresh / compiled 38, 39 and 30; lazy / without explanation 1.28, 0.98
 * and 1.14; compiled 500x40 / 50x40 1.46, goal 1.4.
 */
import type {
  Decision,
  DecisionState,
  Plan,
  PlannedRung,
  RequestClass,
} from "@switchyard/contract";
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
      return naiveDecision(bundle, request, state, epochMs).endpoints.length;
    }),
    lane("afresh", requests.length, (request) => {
      const rung = first(plan(bundle, request, epochMs));
      return decide(rung, state, perEndpoint).endpoints.length;
    }),
    lane("compiled", many, (request) => {
      return decide(first(planner(request, epochMs)), state, perEndpoint).endpoints.length;
    }),
    lane("without explanation", many, (request) => {
      return unexplained(first(planner(request, epochMs)), state).endpoints.length;
    }),
  ];
}

const NO_RUNG: PlannedRung = { rung: "full", endpoints: [], rejections: [] };

/** What is left of a rung, with no way to ask why the rest is not. */
function unexplained({ rung, endpoints }: PlannedRung, state: DecisionState): Decision {
  const left = endpoints.filter(
    ({ id, latencyMsP95 }) =>
      latencyMsP95 <= state.remainingMs &&
      (!Object.hasOwn(state.breakers, id) || state.breakers[id] !== "open") &&
      !Object.hasOwn(state.absent, id) &&
      !Object.hasOwn(state.attempts, id),
  );
  return { rung, endpoints: left, rejections: NONE };
}

const NONE: Decision["rejections"] = [];

function time({ calls, requests, run, timesNs }: Lane): void {
  const start = process.hrtime.bigint();
  for (let call = 0; call < calls; call += 1) {
    const request = requests[call % requests.length];
    if (request !== undefined) seen += run(request);
  }
  timesNs.push(Number(process.hrtime.bigint() - start) / calls);
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
  const lazy = ratio(`${size} compiled`, `${size} without explanation`);
  console.log(
    `${size}: naive / compiled ${naive}, afresh / compiled ${afresh}, ` +
      `lazy / without explanation ${lazy}`,
  );
}
console.log(`compiled 500x40 / 50x40: ${ratio("500x40 compiled", "50x40 compiled")}`);
console.log(`endpoints seen: ${seen}`);
