import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadScenario } from "@switchyard/simulator";
import { afterAll, beforeAll, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";

const BIN = fileURLToPath(new URL("../../bin/sim.js", import.meta.url));
const HAS_TMUX = spawnSync("tmux", ["-V"]).status === 0;
/** A machine under load starts the program slowly. */
const PATIENCE = { timeout: 45_000, interval: 100 } as const;

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

/** A terminal of 120 x 36 with a shell in the test's folder. */
interface Terminal {
  press(...keys: readonly string[]): void;
  screen(): string;
  resize(columns: number, rows: number): void;
  /** Whether the alternate screen is on, and whether the cursor is shown. */
  flags(): string;
}

function openTerminal(session: string, command: string): Terminal {
  const size = ["-x", "120", "-y", "36"];
  tmux("new-session", "-d", "-s", session, ...size, "-c", folder, "env", "-u", "CI", "sh");
  const terminal: Terminal = {
    press: (...keys) => {
      for (const key of keys) tmux("send-keys", "-t", session, key);
    },
    screen: () => tmux("capture-pane", "-p", "-t", session),
    resize: (columns, rows) => {
      tmux("resize-window", "-t", session, "-x", `${columns}`, "-y", `${rows}`);
    },
    flags: () => tmux("display", "-p", "-t", session, "#{alternate_on} #{cursor_flag}").trim(),
  };
  terminal.press(`'${process.execPath}' '${BIN}' ${command}; echo "left with $?"`, "Enter");
  return terminal;
}

const WITHOUT = HAS_TMUX ? "" : " (skipped: tmux is not installed, so there is no terminal)";

test
  .skipIf(!HAS_TMUX)
  .concurrent(
    `a real terminal: the fault, a failing ask with its reason, back, resize, quit${WITHOUT}`,
    { timeout: 150_000 },
    async ({ expect }) => {
      writeFileSync(
        join(folder, "run.jsonl"),
        outageEvents()
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(""),
      );
      const { press, screen, resize, flags } = openTerminal("watch", "watch run.jsonl --speed 50");
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

      resize(80, 24);
      await expect.poll(screen, PATIENCE).toMatch(/╭ Providers .{60,}╮\n/);
      for (const line of screen().split("\n")) expect([...line].length).toBeLessThanOrEqual(80);

      press("q");
      await expect.poll(screen, PATIENCE).toMatch(/END: .*\n+left with 0/);
      expect(screen()).not.toContain("╭");
      expect(flags()).toBe("0 1");
    },
  );

test
  .skipIf(!HAS_TMUX)
  .concurrent(
    `a real terminal: an outage by hand, the ask it fails and why, another policy, pause, step, save, quit${WITHOUT}`,
    { timeout: 150_000 },
    async ({ expect }) => {
      const command = "chaos --fidelity model --speed 20 --seed 5";
      const { press, screen, resize, flags } = openTerminal("chaos", command);
      await expect.poll(screen, PATIENCE).toMatch(/default .* seed 5 .* ▶ 20×/);

      press("f");
      await expect.poll(screen, PATIENCE).toContain("outage: connections are refused");
      press("Down", "Right", "Right", "Enter");
      await expect.poll(screen, PATIENCE).toMatch(/✖ outage-each +net\.refused +each provider/);

      // Escape and a key right after it would be taken for one key with Alt.
      press("Escape");
      await expect.poll(screen, PATIENCE).not.toContain("how long");
      press("/", "network", "Enter");
      await expect.poll(screen, PATIENCE).toMatch(/filter network +[1-9]/);
      press("Space", "Enter");
      await expect.poll(screen, PATIENCE).toContain("Ladder as climbed");
      expect(screen()).toMatch(/✖ network/);
      expect(screen()).toContain("PAUSED");
      press(".", "Escape");
      await expect.poll(screen, PATIENCE).not.toContain("Ladder as climbed");
      press("Escape");
      await expect.poll(screen, PATIENCE).toContain("Providers");

      press("p", "builtin/founding", "Enter");
      await expect.poll(screen, PATIENCE).toContain("founding v1");
      press("Down", "Down", "Down", "Enter");
      await expect.poll(screen, PATIENCE).toMatch(/seed 5 · founding v/);

      resize(80, 24);
      await expect.poll(screen, PATIENCE).toMatch(/╭ Providers .{60,}╮\n/);
      press("s");
      await expect
        .poll(screen, PATIENCE)
        .toContain("saved: sim chaos --scenario ./default-by-hand");
      const file = "default-by-hand.yaml";
      const { faults, seed } = loadScenario({
        text: readFileSync(join(folder, file), "utf8"),
        file,
      });
      expect(seed).toBe("5");
      expect(faults.slice(-2)).toMatchObject([
        { id: "outage-each", target: { provider: "@each" } },
        { id: "policy-founding", type: "policy.push", ambient: true },
      ]);

      press("q");
      await expect.poll(screen, PATIENCE).toMatch(/left with 130/);
      expect(screen()).not.toContain("╭");
      expect(flags()).toBe("0 1");
    },
  );
