import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";

const BIN = fileURLToPath(new URL("../../bin/sim.js", import.meta.url));
const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;
/** A machine under load starts the program slowly. */
const PATIENCE = { timeout: 20_000, interval: 100 } as const;

let folder: string;
let socket: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "terminal-"));
  socket = join(folder, "tmux");
});

afterAll(() => {
  if (HAS_TMUX) spawnSync("tmux", ["-S", socket, "kill-server"]);
  rmSync(folder, { recursive: true });
});

function tmux(...args: readonly string[]): string {
  return execFileSync("tmux", ["-S", socket, "-f", "/dev/null", ...args], { encoding: "utf8" });
}

function press(...keys: readonly string[]): void {
  for (const key of keys) tmux("send-keys", "-t", "sim", key);
}

function screen(): string {
  return tmux("capture-pane", "-p", "-t", "sim");
}

const WITHOUT = HAS_TMUX ? "" : " (skipped: tmux is not installed, so there is no terminal)";

test.skipIf(!HAS_TMUX)(
  `a real terminal: the fault, a failing ask with its reason, back, resize, quit${WITHOUT}`,
  { timeout: 60_000 },
  async () => {
    const journal = join(folder, "run.jsonl");
    writeFileSync(
      journal,
      outageEvents()
        .map((event) => `${JSON.stringify(event)}\n`)
        .join(""),
    );
    tmux("new-session", "-d", "-s", "sim", "-x", "120", "-y", "36", "env", "-u", "CI", "sh");
    press(
      `'${process.execPath}' '${BIN}' watch '${journal}' --speed 50; echo "left with $?"`,
      "Enter",
    );
    await expect.poll(screen, PATIENCE).toMatch(/openai-outage .* ▶ 50×/);

    press("n");
    await expect.poll(screen, PATIENCE).toMatch(/03:00 \/ 10:00 .*PAUSED/);
    expect(screen()).toContain("openai-down begins");

    press("Right", "/", "network", "Enter");
    await expect.poll(screen, PATIENCE).toMatch(/filter network +[1-9]/);
    press("Enter");
    await expect.poll(screen, PATIENCE).toContain("Ladder as climbed");
    expect(screen()).toMatch(/openai\/sol#us.*✖ network/);
    expect(screen()).toMatch(/why: fallback/);

    press(",", ",");
    await expect.poll(screen, PATIENCE).toContain("PAUSED");
    press("Escape");
    await expect.poll(screen, PATIENCE).toContain("filter network");
    press("Escape");
    await expect.poll(screen, PATIENCE).toContain("Providers");
    press("0");
    await expect.poll(screen, PATIENCE).toMatch(/back +PAUSED/);

    tmux("resize-window", "-t", "sim", "-x", "80", "-y", "24");
    await expect.poll(screen, PATIENCE).toMatch(/╭ Providers .{60,}╮\n/);
    for (const line of screen().split("\n")) expect([...line].length).toBeLessThanOrEqual(80);

    press("q");
    await expect.poll(screen, PATIENCE).toMatch(/END: .*\n+left with 0/);
    expect(screen()).not.toContain("╭");
    expect(tmux("display", "-p", "-t", "sim", "#{alternate_on} #{cursor_flag}").trim()).toBe("0 1");
  },
);
