import { availableParallelism } from "node:os";
import { openDocuments } from "../chaos/open-documents.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import type { ChaosOptions } from "../cli/program.ts";
import type { Shell } from "../cli/shell.ts";
import type { SeedRun } from "./seed-run.ts";
import { passingOf, seedsJson, seedsReport, type SeedStudy } from "./seeds-report.ts";
import { runOnWorkers } from "./worker-pool.ts";

/** Share of seeds that must pass unless `--passing` says otherwise: all. */
const PASSING_NEEDED = 1;

/**
 * Rehearses one scenario with many seeds on worker threads, and with another policy on the same
 * seeds where one is given. What is printed does not depend on how many threads there are.
 *
 * @throws DocumentError for mistakes in a file, before any thread is started
 */
export async function runSeeds(
  seeds: number,
  options: ChaosOptions,
  shell: Shell,
): Promise<ExitCode> {
  const fidelity = options.fidelity ?? "model";
  const sides = sidesOf({ ...options, fidelity });
  const opened = sides.map(openDocuments);
  const scenario = opened[0]?.scenario;
  const base = options.seed ?? scenario?.seed ?? "";
  // Both policies of a seed come together, so that an interrupted study has pairs.
  const orders = Array.from({ length: seeds }, (_, index) => `${base}/${index + 1}`).flatMap(
    (seed) => sides.map((_, side) => ({ side, seed })),
  );
  const stop = new AbortController();
  const stopListening = shell.onInterrupt(() => stop.abort());
  let done = 0;
  try {
    const runs = await runOnWorkers({
      workers: options.workers ?? availableParallelism(),
      data: { sides },
      orders,
      signal: stop.signal,
      onRun: ({ side }, { seed, text }) => {
        done += 1;
        tellProgress(`${done}/${orders.length}  seed ${seed}, ${policyOf(sides, side)}: ${text}`);
      },
    });
    const study = studyOf(scenario?.name ?? "", sides, orders, runs, options.passing);
    const text =
      options.json === true
        ? JSON.stringify(seedsJson(study), undefined, 2)
        : seedsReport(study).join("\n");
    shell.stdout.write(`${text}\n`);
    return stop.signal.aborted ? EXIT.interrupted : exitCodeOf(study);
  } finally {
    stopListening();
  }

  function tellProgress(line: string): void {
    if (options.json !== true || shell.stderr.isTTY) shell.stderr.write(`${line}\n`);
  }
}

/** The policy that is asked about, and the one it is held against. */
function sidesOf(options: ChaosOptions): readonly ChaosOptions[] {
  const { against } = options;
  return against === undefined ? [options] : [options, { ...options, policy: against }];
}

function policyOf(sides: readonly ChaosOptions[], side: number): string {
  return sides[side]?.policy ?? "";
}

function studyOf(
  scenario: string,
  sides: readonly ChaosOptions[],
  orders: readonly { readonly side: number }[],
  runs: readonly (SeedRun | undefined)[],
  passing: number | undefined,
): SeedStudy {
  // A seed counts when every policy was rehearsed with it.
  const isWhole = (index: number): boolean => {
    const first = index - (index % sides.length);
    return sides.every((_, side) => runs[first + side] !== undefined);
  };
  const ofSide = (side: number): readonly SeedRun[] =>
    runs.flatMap((run, index) =>
      run !== undefined && orders[index]?.side === side && isWhole(index) ? [run] : [],
    );
  return {
    scenario,
    policy: policyOf(sides, 0),
    fidelity: sides[0]?.fidelity ?? "model",
    runs: ofSide(0),
    passingNeeded: passing ?? PASSING_NEEDED,
    ...(sides.length > 1 && { against: { policy: policyOf(sides, 1), runs: ofSide(1) } }),
  };
}

function exitCodeOf({ runs, passingNeeded }: SeedStudy): ExitCode {
  const { share } = passingOf(runs);
  if (share === null) return EXIT.notValid;
  return share >= passingNeeded ? EXIT.ok : EXIT.failed;
}
