import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readJournal } from "../read/read-journal.ts";

const BURST = fileURLToPath(new URL("../fixtures/write-burst.ts", import.meta.url));

/** Writes events from a process whose files cannot grow beyond so many KiB. */
function writeBurst(
  to: string,
  count: number,
  limitKiB: string,
): { dropped: number; told: number } {
  const command = `ulimit -f ${limitKiB}; exec "$0" "$@"`;
  const args = ["-c", command, process.execPath, BURST, to, String(count)];
  return JSON.parse(execFileSync("bash", args, { encoding: "utf8" }));
}

test("a write that is cut off loses exactly the lines that are not whole, and the next goes on", async ({
  skip,
}) => {
  skip(process.platform !== "linux", "the file size limit counts blocks of 1,024 bytes on Linux");
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  const to = join(folder, "e.jsonl");
  try {
    const first = writeBurst(to, 100, "4");
    const whole = readFileSync(to, "utf8").split("\n").length - 1;
    expect(readFileSync(to)).toHaveLength(4096);
    expect(whole).toBeGreaterThan(10);
    expect(first).toEqual({ dropped: 100 - whole, told: 100 - whole });

    expect(writeBurst(to, 3, "unlimited")).toEqual({ dropped: 0, told: 0 });
    const reading = readJournal({ sources: [to] });
    const instants: number[] = [];
    for await (const event of reading) instants.push(event.atMs);
    // Both processes were given one name here, so the second one's first three are repeats.
    expect(instants).toHaveLength(whole);
    expect(reading.report()).toMatchObject({
      duplicates: 3,
      problems: { "garbage-line": 1, "torn-line": 0 },
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
