import { renderToString } from "ink";
import { expect, test } from "vitest";
import { aPolicyReading } from "../fixtures/a-policy-reading.ts";
import { MOMENTS, type Moment } from "../fixtures/moments.ts";
import type { TargetChoice } from "../hands/fault-draft.ts";
import { explainStory } from "../view/explain-story.ts";
import type { CheckLine, Frame } from "./frame.ts";
import { AT_START, type Navigation } from "./navigation.ts";
import { CLOSED_PALETTE } from "./palette.ts";
import { drawnText, PLAIN_THEME, ThemeContext, type Theme } from "./theme.ts";
import { Screen } from "./Screen.tsx";

const CHECKS: readonly CheckLine[] = [
  { text: "violations = 0", shortText: "violations =0", state: "ok", actual: "0" },
  {
    text: "availability ≥ 99.5% (fault, each route)",
    shortText: "availability ≥99.5% fault",
    state: "pending",
    actual: "–",
  },
];

const SIZES = [
  [80, 24],
  [120, 36],
  [200, 60],
] as const;

const TARGETS: readonly TargetChoice[] = [
  { words: "@primary, openai", target: { provider: "@primary" } },
  { words: "provider google", target: { provider: "google" } },
];

/** The whole frame as it is reviewed: no styles, no blanks at line ends. */
function frameText(
  moment: Moment,
  nav: Navigation,
  columns: number,
  rows: number,
  theme: Theme = PLAIN_THEME,
): string {
  const frame: Frame = {
    ...MOMENTS[moment],
    pace: { isPaused: false, speed: 20 },
    behindMs: 0,
    checks: CHECKS.map(({ text, shortText, state, actual }) => ({
      state,
      actual,
      text: drawnText(theme, text),
      shortText: drawnText(theme, shortText),
    })),
    nav,
    explain: (story) => explainStory(story, undefined),
    targets: TARGETS,
  };
  const drawn = renderToString(
    <ThemeContext value={theme}>
      <Screen frame={frame} terminal={{ columns, rows }} />
    </ThemeContext>,
    { columns },
  );
  // Styles carry no width.
  // oxlint-disable-next-line no-control-regex
  const lines = drawn.replaceAll(/\u001B\[[0-9;]*m/g, "").split("\n");
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(columns);
  expect(lines.length).toBeLessThanOrEqual(rows - 1);
  return `${lines.map((line) => line.trimEnd()).join("\n")}\n`;
}

const MOMENT_NAMES: readonly Moment[] = ["calm", "outage", "brownout", "budget-exhausted"];

const FRAMES = SIZES.flatMap(([columns, rows]) =>
  MOMENT_NAMES.map((moment) => [moment, columns, rows] as const),
);

test.each(FRAMES)("%s at %i x %i looks as reviewed", async (moment, columns, rows) => {
  const text = frameText(moment, AT_START, columns, rows);
  await expect(text).toMatchFileSnapshot(`frames/${moment}-${columns}x${rows}.txt`);
});

const READING = aPolicyReading("./strict.yaml");

function onPolicy(policy: Navigation["policy"]): Navigation {
  return { ...AT_START, pages: ["overview", "policy"], policy };
}

const PAGES: readonly (readonly [string, Moment, Navigation])[] = [
  ["asks", "outage", { ...AT_START, pages: ["overview", "asks"], filter: "outcome:network" }],
  ["ask", "outage", { ...AT_START, pages: ["overview", "ask"], askId: "ask-184" }],
  ["faults", "outage", { ...AT_START, pages: ["overview", "faults"] }],
  [
    "fault-edit",
    "outage",
    {
      ...AT_START,
      pages: ["overview", "faults"],
      palette: { ...CLOSED_PALETTE, row: "strength", instead: "openai-down" },
    },
  ],
  ["policy", "outage", onPolicy({ path: "./strict.yaml", reading: READING, top: 0 })],
  ["policy-scrolled", "outage", onPolicy({ path: "./strict.yaml", reading: READING, top: 40 })],
  [
    "policy-invalid",
    "outage",
    onPolicy({
      path: "./mistaken.yaml",
      reading: {
        kind: "invalid",
        path: "./mistaken.yaml",
        set: { "/routes/quick/limits/latencyMax": "2" },
        problems: [
          "./mistaken.yaml:76:26 /routes/quick/limits/latencyMax: `2` does not fit; write a duration with its unit, such as 1.5s",
        ],
      },
      top: 0,
    }),
  ],
  ["policy-typed", "calm", { ...onPolicy({ path: "./str", top: 0 }), isTyping: true }],
  ["help", "calm", { ...AT_START, pages: ["overview", "help"] }],
  ["ask-denied", "budget-exhausted", { ...AT_START, pages: ["ask"], askId: "ask-204" }],
];

test.each(PAGES)("the page of %s looks as reviewed", async (name, moment, nav) => {
  const text = frameText(moment, nav, 80, 24);
  await expect(text).toMatchFileSnapshot(`frames/${name}-80x24.txt`);
});

test.each(SIZES)("in ASCII nothing else is drawn at %i x %i", async (columns, rows) => {
  const theme = { ...PLAIN_THEME, isAscii: true };
  const text = frameText("outage", AT_START, columns, rows, theme);
  expect(text).toMatch(/^\p{ASCII}*$/u);
  await expect(text).toMatchFileSnapshot(`frames/ascii-outage-${columns}x${rows}.txt`);
});
