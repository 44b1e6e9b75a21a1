import type { CheckOutcome } from "@switchyard/simulator";
import type { Face } from "../chaos/face.ts";
import type { Documents } from "../chaos/open-documents.ts";
import type { ChaosOptions } from "../cli/program.ts";
import type { Shell } from "../cli/shell.ts";
import { createHands } from "../hands/create-hands.ts";
import { createPolicyHand } from "../hands/create-policy-hand.ts";
import { saveScenario } from "../hands/save-scenario.ts";
import { targetChoices } from "../hands/target-choices.ts";
import { checkText, measuredText, shortCheckText } from "../report/check-text.ts";
import type { WallClock } from "./create-pacer.ts";
import type { CheckLine } from "./frame.ts";
import type { CheckState } from "./marks.ts";
import { drawnText, type Theme } from "./theme.ts";
import { openViewer, type Viewer } from "./open-viewer.ts";

export interface ScreenFaceOptions {
  readonly shell: Shell;
  readonly documents: Documents;
  /** As given on the command line. */
  readonly options: ChaosOptions;
  readonly theme: Theme;
  readonly clock: WallClock;
  /** Virtual seconds per second at first. */
  readonly speed: number;
  /** The viewer leaves before the end. */
  readonly onQuit: () => void;
}

/** Shows a rehearsal on the terminal's whole screen. */
export function screenFace(options: ScreenFaceOptions): Face {
  const { bundle, scenario } = options.documents;
  const { policy, against } = options.options;
  const viewers: Viewer[] = [];
  let isOver = false;
  return {
    pace: {
      beforeEvent: (atMs) => viewers[0]?.player.beforeEvent(atMs),
    },
    start: (live, model) => {
      const checks = (): readonly CheckLine[] =>
        live.checks().map((check) => checkLine(check, options.theme));
      const hands = createHands({
        live,
        targets: targetChoices(bundle.bundle, live.roles),
        policy: createPolicyHand({
          live,
          first: bundle,
          firstPath: policy,
          ...(against !== undefined && { against }),
          atMs: scenario.startAtMs,
        }),
        isOver: () => isOver,
        save: () => saveScenario(options, live),
      });
      const viewer = openViewer({ ...options, bundle, model, checks, hands });
      viewers.push(viewer);
      return (_before, after, event) => viewer.record(event, after);
    },
    end: async ({ kind, text }, signal) => {
      isOver = true;
      const verdict = { isGood: kind === "pass", text };
      for (const { screen } of viewers) await screen.showVerdict(verdict, signal);
    },
    close: async () => {
      for (const { screen } of viewers) await screen.close();
    },
  };
}

const STATES: Readonly<Record<CheckOutcome["status"], CheckState>> = {
  passed: "ok",
  failed: "failing",
  "not-measured": "pending",
};

/** Its text is as it is drawn already: a comparison in ASCII is wider, and lines are fitted. */
export function checkLine(outcome: CheckOutcome, theme: Theme): CheckLine {
  return {
    text: drawnText(theme, checkText(outcome.check)),
    shortText: drawnText(theme, shortCheckText(outcome.check)),
    state: STATES[outcome.status],
    actual: drawnText(theme, measuredText(outcome)),
  };
}
