// Rehearses the same seed again and again, 40% of the answers streamed, with time-outs, cut streams,
// errors and retries, each of which has to occur. Ends with exit code 5 unless all runs have one
// hash of everything observable: each event, each call with its answer and its parts, what each
// caller got, each at its virtual instant, and the outcome. The runs are spread over processes, two
// at a time; one more run is strict, so any work outside virtual time ends it.
//
//   node packages/simulator/scripts/prove-determinism.ts [--runs 10] [--requests 10000]
//                                                [--processes 4] [--fidelity wire|model]
//
// That strict mode catches a real timer is tested in src/rehearsal/rehearse.test.ts: "strict mode
// catches a real timer that somebody planted".
//
// Last run on Node 24.21.0: 10 runs in 4 processes and a strict one, 276 s of processor time, one
// hash. Each run had 10,000 asks, 4,059 of them streamed, with 96,295 events: 479 calls timed out,
// 172 streams were cut, and there were 62 retries, 757 fallbacks and 47 hedges after 485 errors, 194
// resets, 185 silent connections and 73 bodies that stalled.
import { fork } from "node:child_process";
import { parseArgs } from "node:util";
import { runOnce, type RunReading } from "./determinism-run.ts";

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "10" },
    requests: { type: "string", default: "10000" },
    processes: { type: "string", default: "4" },
    fidelity: { type: "string", default: "wire" },
    /** Set by this script for its own children. */
    child: { type: "string" },
  },
});
const fidelity = values.fidelity === "model" ? "model" : "wire";
const requests = Number(values.requests);

/** What has to occur, or the hash proves too little. */
const MUST_OCCUR: readonly string[] = [
  "asks: streamed",
  "attempts: retry",
  "attempts: fallback",
  "ended: timeout",
  "ended: stream-interrupted",
  "fault: cut",
  "fault: errors",
  "fault: reset",
  "fault: silence",
  "fault: stalled",
];

if (values.child === undefined) process.exitCode = await prove();
else await runAsChild(Number(values.runs), values.child === "strict");

async function runAsChild(runs: number, isStrict: boolean): Promise<void> {
  for (let run = 0; run < runs; run += 1)
    process.send?.(await runOnce({ requests, fidelity, isStrict }));
}

/** @returns the exit code */
async function prove(): Promise<number> {
  const processes = Number(values.processes);
  const runs = Number(values.runs);
  const readings: RunReading[] = [];
  let failed = 0;
  const waiting = Array.from({ length: processes }, (_, index) => ({
    name: `process ${index + 1}`,
    runs: Math.floor((runs + index) / processes),
    child: "free",
  }));
  waiting.push({ name: "strict process", runs: 1, child: "strict" });
  const runChildren = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      if (!(await runChild(next, readings))) failed += 1;
  };
  await Promise.all([runChildren(), runChildren()]);

  const [first] = readings;
  for (const [what, times] of Object.entries(first?.counts ?? {})) console.log(`${times} ${what}`);
  const missing = MUST_OCCUR.filter((what) => first?.counts[what] === undefined);
  for (const what of missing) console.log(`${what}: it never occurred`);
  const distinct = new Set(readings.map(({ digest }) => digest)).size;
  console.log(`${readings.length} runs, ${distinct} distinct hash(es), ${failed} failed processes`);
  const isProven = distinct === 1 && missing.length === 0 && failed === 0;
  return isProven && readings.length === runs + 1 ? 0 : 5;
}

/** @returns whether the process ended well */
function runChild(
  { name, runs, child }: { readonly name: string; readonly runs: number; readonly child: string },
  readings: RunReading[],
): Promise<boolean> {
  const options = ["--runs", String(runs), "--requests", String(requests), "--fidelity", fidelity];
  const forked = fork(import.meta.filename, [...options, "--child", child], {
    serialization: "advanced",
  });
  return new Promise((resolve) => {
    forked.on("message", (reading: RunReading) => {
      readings.push(reading);
      console.log(`${name}: sha256 ${reading.digest}`);
    });
    forked.on("exit", (code) => resolve(code === 0));
  });
}
