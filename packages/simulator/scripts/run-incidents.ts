// Rehearses the dated incidents and drawn ones on a policy, each beside its control: the same seed
// without the incident, on the same calm day. Prints a table and every expectation that fails.
//
//   node packages/simulator/scripts/run-incidents.ts [POLICY] [DRAWN]
//
// POLICY is builtin/support-platform and DRAWN is 50 unless given. Exit code 1: there are findings.
//
// Last run on Node 24: 66 incidents, 108,491 asks in 89 s, 13 findings, listed in the
// README: the greatest is that of answers 30 s late, which leave 63% of asks answered in time.
import { argv, exit } from "node:process";
import { openBundle } from "@switchyard/sdk";
import {
  controlOf,
  DRAWN_INCIDENT,
  listScenarios,
  rehearse,
  shippedScenario,
  type RehearsalOutcome,
  type Scenario,
} from "../src/index.ts";

const [, , policy = "builtin/support-platform", drawn = "50"] = argv;
const bundle = openBundle({ policy });
const dated = listScenarios().filter(({ incident }) => incident !== undefined);
const runs: readonly (readonly [string, Scenario])[] = [
  ...dated.map(({ name }) => [name, shippedScenario(name)] as const),
  ...Array.from({ length: Number(drawn) }, (_, index) => {
    const seed = String(index + 1);
    return [`drawn ${seed}`, shippedScenario(DRAWN_INCIDENT, seed)] as const;
  }),
];

let findings = 0;
let requests = 0;
console.log(
  "incident | asks | calls hit | available | without | spend | without | quality | without",
);
for (const [name, scenario] of runs) {
  const outcome = await rehearse({ scenario, bundle });
  const control = controlOf(scenario, bundle);
  if (control === undefined) throw new Error(`${name} has no fault of its own`);
  const calm = await rehearse(control);
  requests += outcome.requests + calm.requests;
  const cells = [availability, spend, quality].flatMap((read) => [read(outcome), read(calm)]);
  console.log([name, outcome.requests, hitsOf(outcome, scenario), ...cells].join(" | "));
  for (const finding of findingsOf(outcome, scenario)) {
    findings += 1;
    console.log(`  ${finding}`);
  }
}
console.log(`${runs.length} incidents, ${requests} asks, ${findings} findings`);
exit(findings === 0 ? 0 : 1);

/** Calls that the incident itself took effect on. */
function hitsOf({ hits }: RehearsalOutcome, { faults }: Scenario): number {
  const own = faults.filter(({ ambient }) => ambient !== true);
  return own.reduce((sum, { id }) => sum + (hits[id] ?? 0), 0);
}

function findingsOf(outcome: RehearsalOutcome, scenario: Scenario): readonly string[] {
  const missed = outcome.checks.flatMap(({ check, status, measured }) => {
    if (status === "passed") return [];
    const { metric, is, phase = "all" } = check.written;
    return `${metric} ${is} (${phase}): ${status}, measured ${measured?.toFixed(4) ?? "nothing"}`;
  });
  return hitsOf(outcome, scenario) > 0 ? missed : [...missed, "it hit no call at all"];
}

function availability({ requests: asked, summary }: RehearsalOutcome): string {
  return `${((100 * summary.byModelInsideSla) / asked).toFixed(1)}%`;
}

function spend({ summary }: RehearsalOutcome): string {
  return `$${(summary.spendMicroUsd / 1e6).toFixed(2)}`;
}

/** Simulated: what the catalogue's scores make of the answers that were given. */
function quality({ answers }: RehearsalOutcome): string {
  return answers.quality?.toFixed(3) ?? "none";
}
