import { instantTextTenths } from "../format/instant-text.ts";
import { formatLatency, formatMoney, NOTHING } from "../format/quantity.ts";
import { isTroubled, routeOfStory, type AskStory } from "../view/ask-story.ts";
import { providerOf } from "../view/provider-of.ts";
import type { ViewModel } from "../view/view-model.ts";
import { cursorLine, windowStart, type Line, type Span } from "./line.ts";
import { COLORS, RUNG_MARKS, SEVERITY_MARKS } from "./marks.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

const TITLE = "Asks";
const CALLS = "calls";
/** Below this width risk and segment are left to the ask's own page. */
const WIDE_COLUMNS = 100;

const COLUMNS: readonly (Column & { readonly isWideOnly?: true })[] = [
  { caption: TITLE, width: 8 },
  { caption: "route", width: 10 },
  { caption: "risk", width: 6, isWideOnly: true },
  { caption: "segment", width: 10, isWideOnly: true },
  { caption: "rung", width: 13 },
  { caption: "took", width: 6, align: "right" },
  { caption: CALLS, width: 0, gap: 2 },
  { caption: "cost", width: 7, align: "right" },
];

/** The list of asks: how each ended and over which calls. */
export function askListLines(
  model: ViewModel,
  stories: readonly AskStory[],
  chosen: string | undefined,
  width: number,
  height: number,
): { readonly title: string; readonly rule: string; readonly lines: readonly Line[] } {
  const known = COLUMNS.filter(({ isWideOnly }) => isWideOnly !== true || width >= WIDE_COLUMNS);
  const flexible = known.findIndex(({ caption }) => caption === CALLS);
  const columns = withFlexible(known, flexible, width);
  const at = stories.findIndex(({ askId }) => askId === chosen);
  const from = windowStart(at, stories.length, height);
  const shown = stories.slice(from, from + height);
  const nothing: Line = [{ text: "no ask that ended is like this", dim: true }];
  return {
    title: TITLE,
    rule: captionRule(columns, width),
    lines:
      shown.length === 0
        ? [nothing]
        : shown.map((story) =>
            cursorLine(tableLine(columns, cellsOf(model, story, width)), story.askId === chosen),
          ),
  };
}

function cellsOf(model: ViewModel, story: AskStory, width: number): readonly Line[] {
  const { received, ending, fromAtMs } = story;
  return [
    [{ text: instantTextTenths(model, ending?.atMs ?? fromAtMs), dim: true }],
    [{ text: routeOfStory(story) ?? NOTHING }],
    ...(width >= WIDE_COLUMNS
      ? [[{ text: received?.risk ?? NOTHING }], [{ text: received?.segment ?? NOTHING }]]
      : []),
    [endingSpan(story)],
    [{ text: formatLatency(ending?.latencyMs) }],
    callSpans(story),
    [{ text: formatMoney(ending?.costMicroUsd) }],
  ];
}

/** How it ended: a glyph and a word. */
export function endingSpan(story: AskStory): Span {
  const { ending } = story;
  if (ending === undefined) return { text: "· under way", dim: true };
  if (ending.type === "ask-failed")
    return { text: `${SEVERITY_MARKS.fail.glyph} failed`, color: COLORS.fail };
  const { word, color } = RUNG_MARKS[ending.rung];
  if (!ending.insideSla) return { text: `▲ late ${word}`, color: COLORS.warn };
  const { glyph } = SEVERITY_MARKS[isTroubled(story) ? "warn" : "ok"];
  return { text: `${glyph} ${word}`, color };
}

/** Its calls in the order they were begun: who was called, and what failed. */
function callSpans({ attempts }: AskStory): Line {
  return attempts.flatMap(({ started, ended }, index): Line => {
    const gap = { text: index === 0 ? "" : started.kind === "hedge" ? " + " : " → ", dim: true };
    const name = providerOf(started.endpoint);
    const outcome = ended?.outcome ?? "open";
    if (outcome === "ok") return [gap, { text: `${name} ✔`, color: COLORS.ok }];
    const isHarmless = outcome === "outrun" || outcome === "open";
    return [
      gap,
      { text: `${name} ${outcome}`, ...(isHarmless ? { dim: true } : { color: COLORS.fail }) },
    ];
  });
}
