import type { ChaosOptions } from "../cli/program.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { hasScreen, type Shell } from "../cli/shell.ts";
import { toAscii } from "../format/to-ascii.ts";
import { lineFace } from "../plain/line-face.ts";
import { jsonReport } from "../report/json-report.ts";
import { reportLines } from "../report/report-lines.ts";
import { REAL_WALL_CLOCK } from "../screen/real-wall-clock.ts";
import { settleScreen } from "../screen/settle-screen.ts";
import type { Face } from "./face.ts";
import { openDocuments, type Documents } from "./open-documents.ts";
import { runRehearsal, type RehearsalRun } from "./run-rehearsal.ts";
import { runSides } from "./run-sides.ts";
import { verdictOf, type Verdict } from "./verdict.ts";

/** Virtual seconds per second on a screen: an hour's incident in three minutes. */
const SCREEN_SPEED = 20;

/**
 * Rehearses one scenario and prints its report.
 *
 * @throws DocumentError for mistakes in a file, before anything is written
 * @throws ConfigurationError for a file that cannot be read or written
 */
export async function runChaos(options: ChaosOptions, shell: Shell): Promise<ExitCode> {
  const documents = openDocuments(options);
  const stop = new AbortController();
  const stopListening = shell.onInterrupt(() => stop.abort());
  const face = await chooseFace(options, shell, documents, () => stop.abort());
  try {
    const alone = await runRehearsal({
      documents,
      options,
      ...(face.pace !== undefined && { pace: face.pace }),
      signal: stop.signal,
      nowMs: REAL_WALL_CLOCK.nowMs,
      onStart: face.start,
    });
    // A run that a stop condition ended is held against as many asks, not against all.
    const { outcome } = alone;
    const held = outcome.stop === undefined ? options : { ...options, requests: outcome.requests };
    const run = { ...alone, sides: await runSides(documents, held, stop.signal) };
    const verdict = verdictOf(run);
    await face.end(verdict, stop.signal);
    await face.close();
    printReport(run, verdict, options, shell);
    return stop.signal.aborted ? EXIT.interrupted : verdict.exitCode;
  } finally {
    await face.close();
    stopListening();
  }
}

async function chooseFace(
  options: ChaosOptions,
  shell: Shell,
  documents: Documents,
  onQuit: () => void,
): Promise<Face> {
  const { json, ascii, speed } = options;
  const clock = REAL_WALL_CLOCK;
  if (hasScreen(options, shell)) {
    settleScreen(shell);
    const { screenFace } = await import("../screen/screen-face.ts");
    const { themeFor } = await import("../screen/theme.ts");
    const theme = themeFor(options, shell);
    const shown = speed ?? SCREEN_SPEED;
    return screenFace({ shell, theme, documents, options, clock, speed: shown, onQuit });
  }
  const stream = json === true ? shell.stderr : shell.stdout;
  const isShown = json !== true || shell.stderr.isTTY;
  const write = (line: string): void => {
    if (isShown) stream.write(`${ascii === true ? toAscii(line) : line}\n`);
  };
  return lineFace({ write, clock, ...(speed !== undefined && { speed }) });
}

function printReport(
  run: RehearsalRun,
  verdict: Verdict,
  { json, ascii }: ChaosOptions,
  { stdout }: Shell,
): void {
  const report = reportLines(run, verdict).join("\n");
  if (json === true) stdout.write(`${JSON.stringify(jsonReport(run, verdict), undefined, 2)}\n`);
  else stdout.write(`\n${ascii === true ? toAscii(report) : report}\n`);
}
