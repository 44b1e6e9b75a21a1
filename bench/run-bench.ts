/**
 * `pnpm bench [--rounds N] [--only TEXT] [--json] [--quick]`: measures every goal and says which
 * holds. Exit code 1 when one is missed.
 *
 * A round measures each subject once, in a process of its own, beginning with another one each
 * time; a goal's ratio is taken within a round, and the median of the rounds counts. `--only`
 * keeps the goals whose name has the text in it. `--quick` shows that everything runs: one round of
 * one operation each, whose figures say nothing, so nothing is missed.
 */
import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { formatScores } from "./format-scores.ts";
import { GOALS } from "./goals.ts";
import { scoreGoal, type Round } from "./score-goal.ts";

/** Processor time of one measurement, after a warm-up of up to ten times as much. */
const MEASURE_MS = 1_500;
const MEASURE_SCRIPT = fileURLToPath(new URL("measure-subject.ts", import.meta.url));

const HELP = `pnpm bench [--rounds N] [--only TEXT] [--json] [--quick]

Measures every goal as a ratio within one run. Exit code 1 when one is missed.

  --rounds N    measure each subject so many times, in turn; default 7
  --only TEXT   keep the goals whose name has the text in it
  --json        print every figure as JSON
  --quick       one round of one operation each: shows that all runs, and misses nothing

Goals: ${GOALS.map(({ id }) => id).join("; ")}.`;

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    rounds: { type: "string", default: "7" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
    quick: { type: "boolean", default: false },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const { only, json, quick } = values;
const roundsWanted = quick ? 1 : Number(values.rounds);
assert(
  Number.isSafeInteger(roundsWanted) && roundsWanted >= 1,
  `--rounds ${values.rounds} is no number of rounds: give a whole number from 1 up, such as 7.`,
);
const goals = GOALS.filter(({ id }) => id.includes(only));
assert(
  goals.length > 0,
  `--only ${only} is in no goal's name: ${GOALS.map(({ id }) => id).join("; ")}.`,
);
const subjects = [...new Set(goals.flatMap(({ of, to }) => [of, to]))];

function measure(subject: string): number {
  const args = [MEASURE_SCRIPT, subject, String(quick ? 0 : MEASURE_MS)];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

const rounds: Round[] = [];
for (let index = 0; index < roundsWanted; index += 1) {
  const first = index % subjects.length;
  const inTurn = [...subjects.slice(first), ...subjects.slice(0, first)];
  const times = new Map(inTurn.map((subject) => [subject, measure(subject)]));
  rounds.push(Object.fromEntries(subjects.map((name) => [name, times.get(name) ?? Number.NaN])));
  if (!quick) process.stderr.write(`round ${index + 1} of ${roundsWanted}\n`);
}

const scores = goals.map((goal) => scoreGoal(goal, rounds));
const [cpu] = cpus();
const machine = { node: process.version, cpu: cpu?.model ?? "unknown", cores: cpus().length };
console.log(
  json
    ? JSON.stringify({ machine, scores, rounds }, undefined, 2)
    : `Node ${machine.node}, ${machine.cores} x ${machine.cpu}, ${roundsWanted} rounds\n\n` +
        formatScores(scores, rounds),
);
if (!quick && scores.some(({ isMet }) => !isMet)) process.exitCode = 1;
