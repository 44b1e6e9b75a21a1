import { openSync } from "node:fs";
import { basename } from "node:path";
import { ReadStream } from "node:tty";
import { createFoldSink, isCleanReport, summaryFold } from "@switchyard/journal";
import type { LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { toAscii } from "../format/to-ascii.ts";
import { settleScreen } from "../screen/settle-screen.ts";
import { EXIT, type ExitCode } from "../cli/exit-code.ts";
import { hasScreen, type Shell } from "../cli/shell.ts";
import type { WatchOptions } from "../cli/watch-command.ts";
import { REAL_WALL_CLOCK } from "../screen/real-wall-clock.ts";
import { createViewModel, type ViewModel } from "../view/view-model.ts";
import { watchOnLines } from "./watch-on-lines.ts";
import type { WatchFace } from "./watch-face.ts";
import { watchReport, watchVerdict, type Watched } from "./watch-report.ts";
import { openWatchSource, STDIN, type WatchSource } from "./watch-source.ts";

/** Recorded seconds per second on a screen, of a journal that is not live. */
const SCREEN_SPEED = 20;

/**
 * Shows a journal: a live one as it grows, a finished one at any speed.
 *
 * @throws DocumentError for mistakes in the policy, before anything is shown
 * @throws ConfigurationError for a file that cannot be read
 */
export async function runWatch(
  file: string,
  options: WatchOptions,
  shell: Shell,
): Promise<ExitCode> {
  const bundle = openPolicy(options);
  const model = startOfWatch(file, bundle);
  const stop = new AbortController();
  const source = openWatchSource(file, options, shell, stop.signal);
  const leave = (): void => stop.abort();
  let interrupts = 0;
  const stopListening = shell.onInterrupt(() => {
    interrupts += 1;
    leave();
  });
  const face = await chooseFace(file, { model, bundle }, options, shell, source.isLive, leave);
  stop.signal.addEventListener("abort", face.release, { once: true });
  try {
    const watched = await watch(file, source, face, stop.signal);
    if (!stop.signal.aborted) {
      const isClean = isCleanReport(watched.report);
      await face.end(watchVerdict(watched), isClean, stop.signal);
    }
    await face.close();
    print(watched, options, shell);
    // Ctrl-C is how following ends; what only reads is interrupted as any program is.
    return interrupts > 0 && !source.isLive ? EXIT.interrupted : EXIT.ok;
  } finally {
    await face.close();
    leave();
    stopListening();
  }
}

function openPolicy({ policy, catalog }: WatchOptions): LoadedBundle | undefined {
  if (policy === undefined) return undefined;
  return openBundle({ policy, ...(catalog !== undefined && { catalog }) });
}

function startOfWatch(file: string, loaded: LoadedBundle | undefined): ViewModel {
  return createViewModel({
    ...(loaded !== undefined && { bundle: loaded.bundle }),
    scenario: file === STDIN ? "standard input" : basename(file),
    seed: "",
    requests: 0,
    durationMs: 0,
    faults: [],
  });
}

async function watch(
  file: string,
  source: WatchSource,
  face: WatchFace,
  signal: AbortSignal,
): Promise<Watched> {
  const summary = createFoldSink(summaryFold);
  let firstAtMs: number | undefined;
  for await (const event of source) {
    firstAtMs ??= event.atMs;
    const hold = face.beforeEvent(event.atMs - firstAtMs);
    if (hold !== undefined) await hold;
    if (signal.aborted) break;
    face.record(event);
    summary.record(event);
  }
  return { file, report: source.report(), dropped: source.dropped(), summary: summary.read() };
}

async function chooseFace(
  file: string,
  { model, bundle }: { readonly model: ViewModel; readonly bundle: LoadedBundle | undefined },
  options: WatchOptions,
  shell: Shell,
  isLive: boolean,
  onQuit: () => void,
): Promise<WatchFace> {
  const { json, ascii, speed } = options;
  const clock = REAL_WALL_CLOCK;
  const stdin = file === STDIN ? keyboard() : shell.stdin;
  const keys = { ...shell, stdin: stdin ?? shell.stdin };
  if (hasScreen(options, keys)) {
    settleScreen(shell);
    const { watchOnScreen } = await import("./watch-on-screen.ts");
    const shown = speed ?? (isLive ? Infinity : SCREEN_SPEED);
    const { themeFor } = await import("../screen/theme.ts");
    return watchOnScreen({
      shell: keys,
      theme: themeFor(options, shell),
      clock,
      speed: shown,
      model,
      ...(bundle !== undefined && { bundle }),
      onQuit,
    });
  }
  if (stdin !== shell.stdin) stdin?.destroy();
  const stream = json === true ? shell.stderr : shell.stdout;
  const isShown = json !== true || shell.stderr.isTTY;
  return watchOnLines(model, speed ?? Infinity, clock, (line) => {
    if (isShown) stream.write(`${ascii === true ? toAscii(line) : line}\n`);
  });
}

/** Where standard input is a journal, keys come from the terminal itself; undefined: there is none. */
function keyboard(): ReadStream | undefined {
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch {
    return undefined;
  }
}

function print(watched: Watched, { json }: WatchOptions, { stdout }: Shell): void {
  const report = watchReport(watched);
  if (json === true) stdout.write(`${JSON.stringify(report, undefined, 2)}\n`);
  else stdout.write(`${watchVerdict(watched)}\n`);
}
