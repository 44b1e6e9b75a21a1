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
//   node packages/journal/scripts/bench-journal.ts [--lines 2000000] [--writers 4]

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

function report(what: string, startedMs: number, count: number): void {
  const seconds = (performance.now() - startedMs) / 1000;
  const rate = Math.round(count / seconds / 1000);
  console.log(
    `${what}: ${count} lines in ${seconds.toFixed(1)} s, ${rate},000 a second; ${memory()}`,
  );
}

async function writeAll(folder: string): Promise<void> {
  const to = join(folder, "events.jsonl");
  const rotate = { bytesMax: 64 * 1024 * 1024 };
  const open = Array.from({ length: writers }, () => createJournalWriter({ to, rotate }));
  const startedMs = performance.now();
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
    if (written % (lines / LOOKS) === 0) report("written so far", startedMs, written);
  }
  await Promise.all(open.map((each) => each.close()));
  report("written", startedMs, written);
  const lost = open.reduce((sum, { dropped }) => sum + dropped, 0);
  console.log(`record: ${((recordingMs / written) * 1000).toFixed(2)} us each; ${lost} lost`);
}

async function readAll(sources: readonly string[]): Promise<void> {
  const startedMs = performance.now();
  let count = 0;
  const reading = readJournal({ sources });
  for await (const event of reading) {
    count += Number(event.atMs > 0);
    if (count % (lines / LOOKS) === 0) report("read so far", startedMs, count);
  }
  report("read and merged", startedMs, count);
  console.log(JSON.stringify(reading.report()));
}

async function followAll(sources: readonly string[]): Promise<void> {
  const controller = new AbortController();
  const sleep = async (): Promise<void> => controller.abort();
  const startedMs = performance.now();
  let count = 0;
  for await (const event of followJournal({ sources, signal: controller.signal, sleep }))
    count += Number(event.atMs > 0);
  report("followed", startedMs, count);
}

async function foldAll(sources: readonly string[]): Promise<void> {
  let startedMs = performance.now();
  const spend = await foldStream(createSpendFold("Europe/Berlin"), readJournal({ sources }));
  report("read and folded to spend", startedMs, lines);
  startedMs = performance.now();
  const ledger = await foldStream(createLedgerFold(Infinity), readJournal({ sources }));
  report("read and folded to books", startedMs, lines);
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
