import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Face } from "../src/chaos/face.ts";
import { openDocuments } from "../src/chaos/open-documents.ts";
import { runRehearsal } from "../src/chaos/run-rehearsal.ts";
import type { ChaosOptions } from "../src/cli/program.ts";
import { lineFace } from "../src/plain/line-face.ts";
import { REAL_WALL_CLOCK } from "../src/screen/real-wall-clock.ts";
import { PLAIN_THEME } from "../src/screen/theme.ts";
import { createDrawnTerminal } from "./drawn-terminal.ts";

// Measures what the screen of 120 x 36 costs from the first event on: the same rehearsal without it
// (`off`, lines that nobody reads) and with it at full speed (`max`), the share of one core at 1x,
// and the heap after each ten virtual minutes at full speed, collected first.
//
//   node --import ./apps/sim/bin/register-jsx.js apps/sim/scripts/bench-screen.ts [--pairs 5]
//
// Measured on Node 24.21.0, 2 quiet cores, --requests 2500, medians:
//   5.9 s of processor time without the screen, 10.1% more with it at max (five pairs)
//   7.7% of one core at 1x
//   heap after 10, 20, 30 and 40 virtual minutes at max: 125, 141, 145, 148 MB

const { values } = parseArgs({
  options: {
    pairs: { type: "string", default: "5" },
    requests: { type: "string", default: "3000" },
    one: { type: "string" },
  },
});
const REQUESTS = Number(values.requests);
const COLUMNS = 120;
const ROWS = 36;
const SLOW_RUN_MS = 30_000;
/** Starting takes more than going on. */
const SLOW_WARM_UP_MS = 10_000;
const MEMORY_REQUESTS = 15_000;
const MEMORY_EVERY_MS = 600_000;

async function faceOf(speed: number | undefined, options: ChaosOptions): Promise<Face> {
  const clock = REAL_WALL_CLOCK;
  if (speed === undefined) return lineFace({ write: () => {}, clock });
  const { screenFace } = await import("../src/screen/screen-face.ts");
  const { shell } = createDrawnTerminal(COLUMNS, ROWS, () => {});
  const documents = openDocuments(options);
  return screenFace({
    shell,
    theme: PLAIN_THEME,
    documents,
    options,
    clock,
    speed,
    onQuit: () => {},
  });
}

function cpuMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1_000;
}

/** One measurement in a process of its own; prints a number. */
async function measureOne(mode: string): Promise<void> {
  const speed = { max: Infinity, memory: Infinity, slow: 1 }[mode];
  const options: ChaosOptions = {
    scenario: "default",
    policy: "builtin/support-platform",
    requests: mode === "memory" ? MEMORY_REQUESTS : REQUESTS,
    ...(mode === "memory" && { fidelity: "model" }),
  };
  const face = await faceOf(speed, options);
  const stop = new AbortController();
  let from = process.cpuUsage();
  let fromMs = performance.now();
  if (mode === "slow") {
    setTimeout(() => {
      from = process.cpuUsage();
      fromMs = performance.now();
    }, SLOW_WARM_UP_MS);
    setTimeout(() => stop.abort(), SLOW_RUN_MS);
  }
  const heaps: number[] = [];
  const beforeEvent = (atMs: number): Promise<void> | undefined => {
    if (mode === "memory" && atMs >= MEMORY_EVERY_MS * (heaps.length + 1)) {
      globalThis.gc?.();
      heaps.push(Math.round(process.memoryUsage().heapUsed / 1e6));
    }
    return face.pace?.beforeEvent(atMs);
  };
  await runRehearsal({
    documents: openDocuments(options),
    options,
    pace: { beforeEvent },
    signal: stop.signal,
    nowMs: REAL_WALL_CLOCK.nowMs,
    onStart: (live, model) => {
      const listener = face.start(live, model);
      from = process.cpuUsage();
      fromMs = performance.now();
      return listener;
    },
  });
  const spentMs = cpuMs(process.cpuUsage(from));
  const wallMs = performance.now() - fromMs;
  await face.close();
  if (mode === "memory") process.stdout.write(heaps.join(" "));
  else process.stdout.write(String(mode === "slow" ? spentMs / wallMs : spentMs));
}

function inProcess(mode: string): string {
  const self = fileURLToPath(import.meta.url);
  const hook = fileURLToPath(new URL("../bin/register-jsx.js", import.meta.url));
  const args = [
    "--expose-gc",
    "--import",
    hook,
    self,
    "--one",
    mode,
    "--requests",
    values.requests,
  ];
  const env = { ...process.env, NODE_ENV: "production" };
  return spawnSync(process.execPath, args, {
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  }).stdout;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function measureAll(): void {
  const pairs = Array.from({ length: Number(values.pairs) }, () => {
    const [off = 0, max = 0] = ["off", "max"].map((mode) => Number(inProcess(mode)));
    console.log(`off ${(off / 1e3).toFixed(1)} s, max ${(max / 1e3).toFixed(1)} s`);
    return { off, ratio: max / off - 1 };
  });
  const ratio = median(pairs.map((pair) => pair.ratio));
  const off = median(pairs.map((pair) => pair.off));
  console.log(
    `${REQUESTS} requests: ${(off / 1e3).toFixed(1)} s of processor time without the screen, ` +
      `${(ratio * 100).toFixed(1)}% more with it at max`,
  );
  console.log(`1x: ${(Number(inProcess("slow")) * 100).toFixed(1)}% of one core`);
  console.log(`heap in MB after each 10 virtual minutes at max: ${inProcess("memory")}`);
}

if (values.one === undefined) measureAll();
else await measureOne(values.one);
