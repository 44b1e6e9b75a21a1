import { accessSync, constants, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigurationError } from "@switchyard/contract";
import { sealDrillRecord, type DrillRecord } from "@switchyard/policy";
import { planDrills } from "@switchyard/simulator";
import { openDocuments } from "../chaos/open-documents.ts";
import type { ExitCode } from "../cli/exit-code.ts";
import { packageVersion } from "../cli/package-version.ts";
import type { ChaosOptions } from "../cli/program.ts";
import type { Shell } from "../cli/shell.ts";
import { replayCommand } from "../report/replay-command.ts";
import { REAL_WALL_CLOCK } from "../screen/real-wall-clock.ts";
import { drillLines, openingLine, progressLine } from "./drill-lines.ts";
import { drillVerdict } from "./drill-verdict.ts";
import { jsonDrills } from "./json-drills.ts";
import { rehearseDrills } from "./rehearse-drills.ts";

/** In the current folder. */
const RECORD_FILE = "drill-record.json";
/** Of each drill, where neither the command nor the scenario says: a hot loss lasts some minutes. */
const REQUESTS = 2_000;

/**
 * Rehearses the failover drills that a policy needs, prints their report and writes their record.
 * Drills that were interrupted or show nothing are not recorded; those that failed are.
 *
 * @throws DocumentError for mistakes in a file, before anything is rehearsed
 * @throws ConfigurationError for a file that cannot be read or written
 */
export async function runDrill(options: ChaosOptions, shell: Shell): Promise<ExitCode> {
  const { json, drillRecord: file = RECORD_FILE, lose } = options;
  const { bundle, scenario } = openDocuments(options);
  const { seed = scenario.seed, requests = scenario.workload.requests ?? REQUESTS } = options;
  checkWritable(file);
  const plan = planDrills(bundle.bundle, scenario, seed, requests, lose);
  const startedAtMs = Date.now();
  const stop = new AbortController();
  const stopListening = shell.onInterrupt(() => stop.abort());
  const tell = progressOf(options, shell);
  try {
    tell(openingLine(bundle, plan, seed));
    let ended = 0;
    const runs = await rehearseDrills({
      bundle,
      seed,
      plan,
      signal: stop.signal,
      nowMs: REAL_WALL_CLOCK.nowMs,
      onEnd: (run) => {
        tell(progressLine(run, ended, plan.drills.length));
        ended += 1;
      },
    });
    const verdict = drillVerdict(runs, plan.drills.length);
    const record = sealDrillRecord({
      schema: "switchyard/drill-record/v1",
      switchyard: packageVersion(),
      bundleHash: bundle.bundle.hash,
      seed,
      startedAtMs,
      drills: runs.map(({ drill }) => drill),
    });
    const isProof = verdict.kind === "pass" || verdict.kind === "fail";
    if (isProof) writeRecord(file, record);
    if (json === true) {
      const written = isProof ? { file, record } : undefined;
      const report = jsonDrills(bundle, plan, runs, verdict, written);
      shell.stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
    } else {
      const lines = [
        ...drillLines(runs, bundle),
        "",
        `Record   ${isProof ? file : "none"}`,
        `Replay   ${replayCommand(options, seed)}`,
        "",
        verdict.text,
      ];
      shell.stdout.write(`\n${lines.join("\n")}\n`);
    }
    return verdict.exitCode;
  } finally {
    stopListening();
  }
}

/** Where progress goes: with `--json` to a person at a terminal only. */
function progressOf({ json }: ChaosOptions, { stdout, stderr }: Shell): (line: string) => void {
  const stream = json === true ? stderr : stdout;
  const isShown = json !== true || stderr.isTTY;
  return (line) => {
    if (isShown) stream.write(`${line}\n`);
  };
}

/** Told before minutes are spent on drills whose record has no place. */
function checkWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw notWritable(file, error);
  }
}

function writeRecord(file: string, record: DrillRecord): void {
  try {
    writeFileSync(file, `${JSON.stringify(record, undefined, 2)}\n`);
  } catch (error) {
    throw notWritable(file, error);
  }
}

function notWritable(file: string, cause: unknown): ConfigurationError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new ConfigurationError(
    `The drill record ${file} cannot be written (${why}). ` +
      "Name another file with --drill-record FILE.",
    { cause },
  );
}
