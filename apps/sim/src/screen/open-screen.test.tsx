import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import type { Shell } from "../cli/shell.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { createViewModel } from "../view/view-model.ts";
import { openViewer } from "./open-viewer.ts";
import { PLAIN_THEME } from "./theme.ts";
import { REAL_WALL_CLOCK } from "./real-wall-clock.ts";

const ENTER_ALTERNATE = "\u001B[?1049h";
const LEAVE_ALTERNATE = "\u001B[?1049l";
const SHOW_CURSOR = "\u001B[?25h";

/** A terminal of 80 x 24 that keeps what is written to it. */
function aTerminal(): {
  readonly shell: Shell;
  readonly type: (keys: string) => void;
  written: string;
} {
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: () => stdin,
    ref: () => stdin,
    unref: () => stdin,
  });
  const terminal = {
    // A stream that has what a terminal's has, as far as it is used.
    shell: {
      stdin,
      stdout,
      stderr: stdout,
      env: {},
      onInterrupt: () => () => {},
    } as unknown as Shell,
    type: (keys: string): void => {
      stdin.write(keys);
    },
    written: "",
  };
  stdout.on("data", (chunk: Buffer) => {
    terminal.written += chunk.toString("utf8");
  });
  return terminal;
}

test("draws, obeys keys, waits with the verdict for q, and gives the terminal back", async () => {
  const terminal = aTerminal();
  const model = createViewModel({
    bundle: SMALL_BUNDLE,
    scenario: "openai-outage",
    seed: "42",
    requests: 600,
    durationMs: 600_000,
    faults: [],
  });
  let quits = 0;
  const { screen, pacer } = openViewer({
    shell: terminal.shell,
    theme: PLAIN_THEME,
    clock: REAL_WALL_CLOCK,
    speed: 20,
    model,
    checks: () => [],
    onQuit: () => {
      quits += 1;
    },
  });
  await expect.poll(() => terminal.written).toContain("openai-outage");
  expect(terminal.written).toContain(ENTER_ALTERNATE);

  terminal.type(" ");
  await expect.poll(() => terminal.written).toContain("PAUSED");
  expect(pacer.state().isPaused).toBe(true);
  terminal.type("]");
  await expect.poll(() => pacer.state().speed).toBe(50);

  // One text, as a busy terminal gives it: the "q" is part of a filter.
  terminal.type("/q]\r]");
  await expect.poll(() => pacer.state().speed).toBe(100);
  await expect.poll(() => terminal.written).toContain("q]");
  expect(quits).toBe(0);

  const seen = screen.showVerdict(
    { isGood: true, text: "PASS: 1 of 1" },
    new AbortController().signal,
  );
  await expect.poll(() => terminal.written).toContain("PASS: 1 of 1");
  terminal.type("q");
  await seen;
  expect(quits).toBe(0);

  await screen.close();
  await screen.close();
  const end = terminal.written.slice(terminal.written.lastIndexOf("PASS"));
  expect(end).toContain(LEAVE_ALTERNATE);
  expect(end).toContain(SHOW_CURSOR);
});
