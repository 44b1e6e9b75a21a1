import { createCostSink } from "@switchyard/journal";
import type { CheckOutcome } from "@switchyard/simulator";
import type { Face } from "../chaos/face.ts";
import type { Shell } from "../cli/shell.ts";
import { checkText, measuredText, shortCheckText } from "../report/check-text.ts";
import { createPacer, type WallClock } from "./create-pacer.ts";
import { createScreenStore } from "./create-screen-store.ts";
import type { CheckLine } from "./frame.ts";
import type { CheckState } from "./marks.ts";
import { openScreen, type OpenScreen } from "./open-screen.tsx";

export interface ScreenFaceOptions {
  readonly shell: Shell;
  readonly clock: WallClock;
  /** Virtual seconds per second at first. */
  readonly speed: number;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Shows a rehearsal on the terminal's whole screen. */
export function screenFace({ shell, clock, speed, onQuit }: ScreenFaceOptions): Face {
  const pacer = createPacer(speed, clock);
  const screens: OpenScreen[] = [];
  return {
    pace: pacer,
    start: (live, model) => {
      const checks = (): readonly CheckLine[] => live.checks().map(checkLine);
      const costs = createCostSink();
      const { nowMs } = clock;
      const store = createScreenStore({
        model,
        pace: pacer.state,
        checks,
        costs: costs.read,
        nowMs,
      });
      screens.push(openScreen({ shell, store, pacer, onQuit }));
      return (_before, after, event) => {
        costs.record(event);
        store.update(after);
      };
    },
    end: async ({ kind, text }, signal) => {
      const verdict = { isGood: kind === "pass", text };
      for (const screen of screens) await screen.showVerdict(verdict, signal);
    },
    close: async () => {
      for (const screen of screens) await screen.close();
    },
  };
}

const STATES: Readonly<Record<CheckOutcome["status"], CheckState>> = {
  passed: "ok",
  failed: "failing",
  "not-measured": "pending",
};

function checkLine(outcome: CheckOutcome): CheckLine {
  return {
    text: checkText(outcome.check),
    shortText: shortCheckText(outcome.check),
    state: STATES[outcome.status],
    actual: measuredText(outcome),
  };
}
