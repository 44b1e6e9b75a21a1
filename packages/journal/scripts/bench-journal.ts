import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { SwitchyardEvent } from "@switchyard/contract";
import {
  createJournalWriter,
  createLedgerFold,
  createSpendFold,
  foldStream,
  followJournal,
  readJournal,
} from "../src/index.ts";

// Measures the journal: events are made on the fly, written by several writers with rotation, read
// and merged, followed, and folded. Memory is looked at along the way.
//
//   node --expose-gc packages/journal/scripts/bench-journal.ts [--lines 2000000] [--writers 4]
//
// Measured on Node 24.21.0 with 2 shared cores, 2,000,000 lines of 350 bytes, 4 writers, 12 files:
//   written, rotating at 64 MiB   273,000 a second, 3.3 us of processor each, 1.9 us in `record`
//   read and merged               232,000 a second, 4.5 us
//   followed                      277,000 a second, 3.6 us
//   read and folded to spend      210,000 a second, 5.1 us
//   read and folded to books      212,000 a second, 5.0 us
// Memory is flat: 15 MB of heap after 400,000 lines and 10 MB after 2,000,000 written, 12 and 11 MB
// read; 252 to 272 MB resident throughout. With the cores shared by many, rates fell to a third.

const { values } = parseArgs({
  options: {
    lines: { type: "string", default: "2000000" },
    writers: { type: "string", default: "4" },
  },
});
const lines = Number(values.lines);
const writers = Number(values.writers);

/** Lines between two flushes: what a busy second brings, well inside the buffer. */
const BURST = 10_000;
const LOOKS = 5;
const START_MS = 1_795_521_600_000;

/** One ask with one call: five events, of the lengths that a router writes. */
function* eventsOfAsk(ask: number): Generator<SwitchyardEvent> {
  const askId = `01234567-89ab-4cde-8f01-${String(ask).padStart(12, "0")}`;
  const base = { atMs: START_MS + ask * 40, bundle: "0123456789ab", askId };
  const attempt = { ...base, attemptId: `${askId}/1` };
  const endpoint = "openai/gpt-6-luna#us";
  yield {
    ...base,
    type: "ask-received",
    taskId: askId,
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "en",
    residency: "any",
    slaMs: 2000,
    contextTokens: 900,
    workload: "small",
    capabilities: [],
  };
  yield {
    ...attempt,
    type: "budget-reserved",
    amountMicroUsd: 4100,
    budgets: ["day", "openai"],
    windows: ["day:2026-11-24:UTC", "rolling:3600000"],
    leaseMs: 12_000,
  };
  yield {
    ...attempt,
    type: "attempt-started",
    kind: "first",
    rung: "full",
    route: "quick",
    endpoint,
    model: "openai/gpt-6-luna",
    provider: "openai",
    region: "us",
    timeoutMs: 1800,
  };
  yield {
    ...attempt,
    type: "budget-settled",
    amountMicroUsd: 1200 + (ask % 900),
    source: "usage",
    excessMicroUsd: 0,
  };
  yield {
    ...base,
    type: "ask-answered",
    taskId: askId,
    route: "quick",
    rung: "full",
    endpoint,
    latencyMs: 812.5,
    slaMs: 2000,
    insideSla: true,
    costMicroUsd: 1200 + (ask % 900),
    attempts: 1,
    why: "first-choice",
    unmeasured: false,
  };
}

/** Resident and used heap, after what a collection frees. */
function memory(): string {
  globalThis.gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return `${Math.round(rss / 1e6)} MB resident, ${Math.round(heapUsed / 1e6)} MB of heap`;
}

/** Since when a rate is counted. */
interface Start {
  readonly ms: number;
  readonly cpu: NodeJS.CpuUsage;
}

function start(): Start {
  return { ms: performance.now(), cpu: process.cpuUsage() };
}

function report(what: string, since: Start, count: number): void {
  const { user, system } = process.cpuUsage(since.cpu);
  const seconds = (performance.now() - since.ms) / 1000;
  const rate = Math.round(count / seconds / 1000);
  const cpuUs = ((user + system) / count).toFixed(1);
  console.log(
    `${what}: ${count} lines in ${seconds.toFixed(1)} s, ${rate},000 a second, ` +
      `${cpuUs} us of processor each; ${memory()}`,
  );
}

async function writeAll(folder: string): Promise<void> {
  const to = join(folder, "events.jsonl");
  const rotate = { bytesMax: 64 * 1024 * 1024 };
  const open = Array.from({ length: writers }, () => createJournalWriter({ to, rotate }));
  const started = start();
  let written = 0;
  let recordingMs = 0;
  for (let ask = 0; written < lines; ask += 1) {
    const writer = open[ask % writers];
    const events = [...eventsOfAsk(ask)];
    const beforeMs = performance.now();
    for (const event of events) writer?.record(event);
    recordingMs += performance.now() - beforeMs;
    written += events.length;
    if (written % BURST === 0) await Promise.all(open.map((each) => each.flush()));
    if (written % (lines / LOOKS) === 0) report("written so far", started, written);
  }
  await Promise.all(open.map((each) => each.close()));
  report("written", started, written);
  const lost = open.reduce((sum, { dropped }) => sum + dropped, 0);
  console.log(`record: ${((recordingMs / written) * 1000).toFixed(2)} us each; ${lost} lost`);
}

async function readAll(sources: readonly string[]): Promise<void> {
  const started = start();
  let count = 0;
  const reading = readJournal({ sources });
  for await (const event of reading) {
    count += Number(event.atMs > 0);
    if (count % (lines / LOOKS) === 0) report("read so far", started, count);
  }
  report("read and merged", started, count);
  console.log(JSON.stringify(reading.report()));
}

async function followAll(sources: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const sleep = async (): Promise<void> => controller.abort();
  const started = start();
  let count = 0;
  for await (const event of followJournal({ sources, signal: controller.signal, sleep }))
    count += Number(event.atMs > 0);
  report("followed", started, count);
}

async function foldAll(sources: readonly string[]): Promise<void> {
  let started = start();
  const spend = await foldStream(createSpendFold("Europe/Berlin"), readJournal({ sources }));
  report("read and folded to spend", started, lines);
  started = start();
  const ledger = await foldStream(createLedgerFold(Infinity), readJournal({ sources }));
  report("read and folded to books", started, lines);
  console.log(JSON.stringify({ total: spend.total, budgets: ledger.balances.length }));
}

const folder = mkdtempSync(join(tmpdir(), "bench-journal-"));
try {
  await writeAll(folder);
  const sources = [join(folder, "*.jsonl")];
  const files = readdirSync(folder);
  const bytes = files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  console.log(`${files.length} files, ${Math.round(bytes / 1e6)} MB`);
  await readAll(sources);
  await followAll(sources);
  await foldAll(sources);
} finally {
  rmSync(folder, { recursive: true });
}
