import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { LiveRehearsal, Pace } from "@switchyard/simulator";
import { openDocuments } from "../src/chaos/open-documents.ts";
import { runRehearsal } from "../src/chaos/run-rehearsal.ts";
import type { ViewListener } from "../src/chaos/view-of-run.ts";
import type { ChaosOptions } from "../src/cli/program.ts";
import { createHands } from "../src/hands/create-hands.ts";
import { createPolicyHand } from "../src/hands/create-policy-hand.ts";
import { targetChoices } from "../src/hands/target-choices.ts";
import { createControls } from "../src/screen/create-controls.ts";
import type { ScreenStore } from "../src/screen/create-screen-store.ts";
import type { KeyCommand } from "../src/screen/key-command.ts";
import type { ViewModel } from "../src/view/view-model.ts";
import { createSessionClock, type SessionClock } from "./session-clock.ts";
import { sessionSvg, type Shot } from "./session-svg.ts";

// Records the session that the README shows: a rehearsal from a seed, with keys pressed at instants
// of a clock of its own, so that equal sources give equal bytes. With --check nothing is written:
// the exit code is 1 where the picture is not what these sources give.
//
//   node --import ./apps/sim/bin/register-jsx.js apps/sim/scripts/record-session.ts [--check]

const FILE = fileURLToPath(new URL("../session.svg", import.meta.url));
const SIZE = { columns: 120, rows: 35 };
const SPEED = 20;
const OPTIONS: ChaosOptions = {
  scenario: "default",
  policy: "builtin/support-platform",
  fidelity: "model",
};

/** What is done when, and what is said about it. */
interface Step {
  readonly waitMs: number;
  readonly keys: readonly KeyCommand[];
  /** Typed into the filter, which it opens and closes. */
  readonly filter?: string;
  readonly caption: string;
  readonly shownMs: number;
}

const STEPS: readonly Step[] = [
  { waitMs: 6_000, keys: [], caption: "Recorded traffic, 20 times as fast", shownMs: 2_500 },
  { waitMs: 500, keys: ["faults"], caption: "f: the fault palette", shownMs: 2_000 },
  {
    waitMs: 500,
    keys: ["down"],
    caption: "whom: the provider that most traffic goes to",
    shownMs: 1_800,
  },
  { waitMs: 500, keys: ["open"], caption: "enter: the outage begins", shownMs: 2_000 },
  {
    waitMs: 2_000,
    keys: ["close-page"],
    caption: "Breakers open, and others take over",
    shownMs: 3_500,
  },
  {
    waitMs: 500,
    keys: ["pause", "filter"],
    filter: "outcome:network",
    caption: "space, /outcome:network: the asks that it hit",
    shownMs: 3_000,
  },
  {
    waitMs: 500,
    keys: ["open"],
    caption: "enter: one ask, its ladder, and the line of the policy behind each reason",
    shownMs: 4_500,
  },
  {
    waitMs: 500,
    keys: ["close-page", "close-page", "save"],
    caption: "s: what was done, as a scenario that gives the same again",
    shownMs: 3_500,
  },
];
/** The shot for who wants no motion. */
const STILL = 4;

// Read once, when the drawing is loaded: the picture has colours, wherever it is made.
process.env["FORCE_COLOR"] = "3";
process.env["NODE_ENV"] = "production";
const { createElement } = await import("react");
const { renderToString } = await import("ink");
const { Screen } = await import("../src/screen/Screen.tsx");
const { createViewing } = await import("../src/screen/open-viewer.ts");
const { checkLine } = await import("../src/screen/screen-face.ts");
const { PLAIN_THEME } = await import("../src/screen/theme.ts");

/** Holds that the rehearsal waits in. */
interface Holds {
  readonly count: () => number;
  readonly pace: Pace;
  beginWith(pace: Pace): void;
}

function createHolds(): Holds {
  let count = 0;
  let inner: Pace = { beforeEvent: () => undefined };
  return {
    count: () => count,
    beginWith: (pace) => {
      inner = pace;
    },
    pace: {
      beforeEvent: (atMs) => {
        const hold = inner.beforeEvent(atMs);
        if (hold === undefined) return undefined;
        count += 1;
        return hold.finally(() => {
          count -= 1;
        });
      },
    },
  };
}

async function record(): Promise<readonly Shot[]> {
  const documents = openDocuments(OPTIONS);
  const clock = createSessionClock();
  const holds = createHolds();
  const stop = new AbortController();
  const shots: Shot[] = [];
  let isOver = false;
  const onStart = (live: LiveRehearsal, model: ViewModel): ViewListener => {
    const { bundle } = documents;
    const targets = targetChoices(bundle.bundle, live.roles);
    const save = (): string => "./default-by-hand.yaml";
    const { policy: firstPath } = OPTIONS;
    const { startAtMs: atMs } = documents.scenario;
    const policy = createPolicyHand({ live, first: bundle, firstPath, atMs });
    const hands = createHands({ live, targets, policy, isOver: () => isOver, save });
    const checks = () => live.checks().map((check) => checkLine(check, PLAIN_THEME));
    const shown = { clock, speed: SPEED, model, checks, bundle, hands };
    const viewing = createViewing(shown, () => {});
    holds.beginWith(viewing.player);
    const obey = createControls({ ...viewing, hands }, () => {});
    performSteps({ ...viewing, clock, obey, shots, end: () => stop.abort() });
    return (_before, after, event) => viewing.record(event, after);
  };
  const { pace } = holds;
  const { nowMs } = clock;
  const { signal } = stop;
  const ended = runRehearsal({ documents, options: OPTIONS, signal, nowMs, pace, onStart }).finally(
    () => {
      isOver = true;
    },
  );
  await clock.run(
    () => holds.count() > 0,
    () => isOver,
  );
  await ended;
  return shots;
}

interface Performance {
  readonly store: ScreenStore;
  readonly clock: SessionClock;
  readonly obey: (command: KeyCommand) => void;
  readonly shots: Shot[];
  readonly end: () => void;
}

/** What a key makes happen has happened so much later. */
const SETTLED_MS = 200;

/** Does one step after another, and takes a picture after each. */
function performSteps({ store, clock, obey, shots, end }: Performance): void {
  const perform = (index: number): void => {
    const step = STEPS[index];
    if (step === undefined) return end();
    for (const key of step.keys) {
      obey(key);
      store.sample();
    }
    if (step.filter !== undefined) typeFilter(step.filter, store.type);
    clock.after(SETTLED_MS, () => {
      store.sample();
      const { caption, shownMs: durationMs } = step;
      shots.push({ lines: drawnLines(store), caption, durationMs });
      clock.after(STEPS[index + 1]?.waitMs ?? 0, () => perform(index + 1));
    });
  };
  clock.after(STEPS[0]?.waitMs ?? 0, () => perform(0));
}

function drawnLines(store: ScreenStore): readonly string[] {
  const terminal = { ...SIZE, rows: SIZE.rows + 1 };
  const screen = createElement(Screen, { frame: store.snapshot(), terminal });
  return renderToString(screen, { columns: SIZE.columns }).split("\n");
}

type Typing = (
  input: string,
  key: { readonly return: boolean; readonly escape: boolean; readonly backspace: boolean },
) => void;

function typeFilter(text: string, type: Typing): void {
  const key = { return: false, escape: false, backspace: false };
  type(text, key);
  type("", { ...key, return: true });
}

const title =
  "sim chaos: an outage begun by hand, the asks it hits, and why each was served as it was";
const svg = sessionSvg(await record(), STILL, title, SIZE);
if (!process.argv.includes("--check")) {
  writeFileSync(FILE, svg);
  console.log(`${FILE}: ${Math.round(svg.length / 1_000)} kB`);
} else if (readFileSync(FILE, "utf8") !== svg) {
  console.error("session.svg is not what these sources give; record it anew, without --check");
  process.exitCode = 1;
}
