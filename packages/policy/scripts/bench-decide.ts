/**
 * Nanoseconds for a plan and the decision of its first rung, compiled and afresh: `createPlanner`
 * against `plan`, both followed by `decide`, on 1,024 rotating requests with one open breaker. Run
 * `node packages/policy/scripts/bench-decide.ts [rounds]`. Medians of the rounds; all sizes take
 * turns within a round, so ratios hold where figures do not.
 *
 * "Afresh" applies every rule to every candidate on every rung and says each reason, as `explain`
 * does; "without explanation" leaves out the way to ask for reasons.
 *
 * Last measured with 5 rounds on 2 busy cores (load above 8, times several times those of a quiet
 * machine), Node 24.21: afresh 449, 456 and 484 us at 6x8, 50x40 and 500x40; compiled 2.1, 3.2 and
 * 3.4 us. Ratios afresh / compiled 213 and 145, goals 10 and 30; lazy / without explanation 1.10 to
 * 1.41, goal 1.5; compiled 500x40 / 50x40 1.07, goal 1.4.
 */
import type {
  Bundle,
  Decision,
  DecisionState,
  Plan,
  PlannedRung,
  RequestClass,
} from "@switchyard/contract";
import { aLargeBundle, createDraw, someRequest } from "../src/compile/arbitraries.ts";
import { createPlanner } from "../src/plan/create-planner.ts";
import { decide } from "../src/plan/decide.ts";
import { plan } from "../src/plan/plan.ts";

const ROUNDS = Number(process.argv[2] ?? 9);
const REQUESTS = 1_024;
const AT_MS = 1_795_521_600_000;
const SIZES = [
  { routes: 6, models: 8 },
  { routes: 50, models: 40 },
  { routes: 500, models: 40 },
] as const;

interface Lane {
  readonly name: string;
  readonly calls: number;
  readonly run: (request: RequestClass) => Decision;
  readonly requests: readonly RequestClass[];
  readonly timesNs: number[];
}

let sink = 0;

function lanesOf(size: (typeof SIZES)[number]): readonly Lane[] {
  const bundle: Bundle = aLargeBundle(size);
  const draw = createDraw(7);
  const requests = Array.from({ length: REQUESTS }, () => someRequest(bundle, draw));
  const planner = createPlanner(bundle, 4 * REQUESTS);
  const name = `${size.routes}x${size.models}`;
  const lane = (kind: string, calls: number, run: Lane["run"]): Lane => ({
    name: `${name} ${kind}`,
    calls,
    run,
    requests,
    timesNs: [],
  });
  const state = stateOf(bundle);
  const first = (planned: Plan): PlannedRung => planned.rungs[0] ?? NO_RUNG;
  return [
    lane("afresh", REQUESTS, (request) => decide(first(plan(bundle, request, AT_MS)), state, 2)),
    lane("compiled", 100 * REQUESTS, (request) => decide(first(planner(request, AT_MS)), state, 2)),
    lane("without explanation", 100 * REQUESTS, (request) =>
      unexplained(first(planner(request, AT_MS)), state),
    ),
  ];
}

const NO_RUNG: PlannedRung = { rung: "full", endpoints: [], rejections: [] };

function stateOf({ catalog }: Bundle): DecisionState {
  const [lost] = Object.values(catalog.models);
  const breakers = { [`${lost?.id}#${lost?.regions[0]}`]: "open" } as const;
  return { breakers, attempts: {}, absent: {}, remainingMs: 60_000 };
}

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
    const request = requests[call % REQUESTS];
    if (request !== undefined) sink += run(request).endpoints.length;
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
  const gain = ratio(`${size} afresh`, `${size} compiled`);
  const lazy = ratio(`${size} compiled`, `${size} without explanation`);
  console.log(`${size}: afresh / compiled ${gain}, lazy / without explanation ${lazy}`);
}
console.log(`compiled 500x40 / 50x40: ${ratio("500x40 compiled", "50x40 compiled")}`);
console.log(`endpoints seen: ${sink}`);
