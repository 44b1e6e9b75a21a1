import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SwitchyardEvent } from "@switchyard/contract";
import {
  createEventHash,
  createJournalWriter,
  createSpendFold,
  createTraceWriter,
  foldStream,
  isCleanReport,
  readJournal,
  rebuildLedger,
  summaryFold,
} from "@switchyard/journal";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario, type RehearsalOutcome } from "@switchyard/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "journal-"));
const trace = join(folder, "trace.jsonl");
const stamped = join(folder, "stamped.jsonl");
const events: SwitchyardEvent[] = [];
const hash = createEventHash();
let outcome: RehearsalOutcome;

beforeAll(async () => {
  const traceWriter = createTraceWriter(trace);
  const journal = createJournalWriter({ to: stamped, process: "p", bufferBytesMax: 1e9 });
  const keep = { record: (event: SwitchyardEvent) => events.push(event) };
  outcome = await rehearse({
    scenario: shippedScenario("default"),
    bundle: openBundle(),
    requests: 700,
    sinks: [keep, hash, traceWriter, journal],
  });
  traceWriter.close();
  await journal.close();
});

afterAll(() => rmSync(folder, { recursive: true }));

test("every event of a rehearsal is read back as it was, and the trace is the bytes of the hash", async () => {
  const reading = readJournal({ sources: [trace] });
  const read: SwitchyardEvent[] = [];
  for await (const event of reading) read.push(event);
  expect(read).toEqual(JSON.parse(JSON.stringify(events)));
  expect(isCleanReport(reading.report())).toBe(true);
  expect(createHash("sha256").update(readFileSync(trace)).digest("hex")).toBe(hash.digest());
});

test("a stamped journal of the same events gives the same summary, spend and books", async () => {
  const read = (file: string) => readJournal({ sources: [file] });
  const summary = await foldStream(summaryFold, read(stamped));
  expect(summary).toEqual(await foldStream(summaryFold, read(trace)));
  expect(summary).toEqual(outcome.summary);

  const { total, open } = await foldStream(createSpendFold("UTC"), read(stamped));
  expect(total.settledMicroUsd + total.estimatedMicroUsd).toBe(outcome.summary.spendMicroUsd);
  expect(open).toEqual({ reservations: 0, reservedMicroUsd: 0 });

  const books = await rebuildLedger(read(stamped), Infinity);
  const opening = events.find((event) => event.type === "rehearsal-started");
  const all = books.balances.filter(({ budgetId }) => budgetId === "day");
  const spent = all.reduce((sum, { spentMicroUsd }) => sum + spentMicroUsd, 0);
  expect(spent).toBe((opening?.openingMicroUsd["day"] ?? 0) + outcome.summary.spendMicroUsd);
  expect(books.unmatched.settlements).toBe(0);
});
