import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Shell } from "../cli/shell.ts";
import type { WatchOptions } from "../cli/watch-command.ts";
import { outageEvents } from "../fixtures/outage-events.ts";
import { runWatch } from "./run-watch.ts";

const LINES = outageEvents().map((event) => `${JSON.stringify(event)}\n`);

let folder: string;
let journal: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "watch-"));
  journal = join(folder, "run.jsonl");
  writeFileSync(journal, LINES.join(""));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Watching {
  readonly ended: Promise<{ readonly code: number; readonly out: string }>;
  readonly interrupt: () => void;
  readonly shown: () => string;
}

/** Watches on a shell without a terminal. */
function watching(file: string, options: WatchOptions, input: readonly string[] = []): Watching {
  const stdout = new PassThrough();
  let out = "";
  stdout.on("data", (chunk: Buffer) => {
    out += chunk.toString("utf8");
  });
  let interrupt = (): void => {};
  // Streams that have what the command uses of a process's.
  const shell = {
    stdin: Readable.from(input.map((line) => Buffer.from(line))),
    stdout,
    stderr: new PassThrough(),
    env: {},
    onInterrupt: (stop: () => void) => {
      interrupt = stop;
      return () => {};
    },
  } as unknown as Shell;
  return {
    ended: runWatch(file, options, shell).then((code) => ({ code, out })),
    interrupt: () => interrupt(),
    shown: () => out,
  };
}

describe("sim watch", () => {
  test("tells a finished journal in lines and what it comes to", async () => {
    const { code, out } = await watching(journal, {}).ended;
    expect(code).toBe(0);
    expect(out).toContain("03:00  FAULT       openai-down: net.refused on openai for 3m 00s");
    expect(out.trimEnd().split("\n").at(-1)).toMatch(/^END: 4,\d{3} events, 600 asks/);
  });

  test("--json prints one object of a journal on standard input", async () => {
    const { code, out } = await watching("-", { json: true }, LINES).ended;
    expect(code).toBe(0);
    const report: unknown = JSON.parse(out);
    expect(report).toMatchObject({ version: 1, source: "-", summary: { requests: 600 } });
  });

  test("follows a journal that grows until it is interrupted, which is no failure", async () => {
    const growing = join(folder, "growing.jsonl");
    writeFileSync(growing, LINES.slice(0, 2_000).join(""));
    const { ended, interrupt, shown } = watching(growing, { follow: true });
    await expect.poll(shown, { timeout: 5_000 }).toContain("FAULT");
    writeFileSync(growing, LINES.slice(2_000).join(""), { flag: "a" });
    await expect.poll(shown, { timeout: 5_000 }).toContain("fault over");
    interrupt();
    expect(await ended).toMatchObject({ code: 0 });
  });

  test("an interrupt while a pace holds the journal back ends it at once, as a program", async () => {
    const { ended, interrupt, shown } = watching(journal, { speed: 0.25 });
    interrupt();
    expect((await ended).code).toBe(130);
    expect(shown()).toContain("END:");
  });

  test("what cannot be watched is said with the way out", async () => {
    await expect(watching(join(folder, "none"), {}).ended).rejects.toThrow(/Give a path/);
    await expect(watching("-", { follow: true }).ended).rejects.toThrow(/Leave --follow out/);
  });
});
