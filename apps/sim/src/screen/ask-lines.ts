import { instantTextTenths } from "../format/instant-text.ts";
import {
  formatCount,
  formatLatency,
  formatMoney,
  formatSpan,
  NOTHING,
} from "../format/quantity.ts";
import type { AskStory, AttemptStory } from "../view/ask-story.ts";
import type { LeftOut, StoryReasons } from "../view/explain-story.ts";
import type { ViewModel } from "../view/view-model.ts";
import { endingSpan } from "./ask-list-lines.ts";
import { fitLine, lineWidth, type Line } from "./line.ts";
import { COLORS } from "./marks.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

/** Who asked for what, how it ended, and where the policy says so. */
export function askFacts(
  model: ViewModel,
  story: AskStory,
  reasons: StoryReasons,
  width: number,
): readonly Line[] {
  const { received, ending, fromAtMs, askId } = story;
  const wishes =
    received === undefined
      ? "the journal begins after it was asked"
      : `${received.intent} · risk ${received.risk} · ${received.segment} · ${received.locale} · ` +
        `data ${received.residency} · SLA ${formatLatency(received.slaMs)} · ` +
        `${formatCount(received.contextTokens)} tokens`;
  const { route } = reasons;
  const place = route?.place === undefined ? "" : ` (${route.place})`;
  const why = ending?.why === undefined ? "" : ` · why: ${ending.why}`;
  const took = formatLatency(ending?.latencyMs);
  const lines: readonly Line[] = [
    [
      { text: askId, bold: true },
      { text: ` at ${instantTextTenths(model, fromAtMs)}`, dim: true },
      ...(received !== undefined && received.taskId !== askId
        ? [{ text: ` · task ${received.taskId}`, dim: true }]
        : []),
    ],
    [{ text: wishes }],
    [
      { text: route === undefined ? "no route took it" : `route ${route.id}${place}` },
      { text: " → " },
      endingSpan(story),
      { text: ` in ${took} for ${formatMoney(ending?.costMicroUsd)}${why}` },
    ],
    ...(ending?.type === "ask-failed"
      ? [[{ text: `${ending.code}: ${ending.message}`, color: COLORS.fail }]]
      : []),
    ...story.denials.map(({ budget, endpoint, neededMicroUsd, leftMicroUsd }): Line => {
      const money = `${formatMoney(leftMicroUsd)} left, ${formatMoney(neededMicroUsd)} needed`;
      return [{ text: `✖ budget ${budget} denied ${endpoint}: ${money}`, color: COLORS.fail }];
    }),
  ];
  return lines.map((line) => fitLine(line, width));
}

const ENDPOINT = 1;
const LADDER: readonly Column[] = [
  { caption: "Ladder as climbed", width: 17 },
  { caption: "endpoint", width: 0 },
  { caption: "waited", width: 13, align: "right" },
  { caption: "outcome", width: 14, gap: 2 },
  { caption: "cost", width: 7, align: "right" },
];

/** Every call of an ask in the order they were begun, and what came of it. */
export function ladderLines(
  story: AskStory,
  width: number,
): { readonly title: string; readonly rule: string; readonly lines: readonly Line[] } {
  const columns = withFlexible(LADDER, ENDPOINT, width);
  const calls = story.attempts.flatMap((attempt) => [
    tableLine(columns, callCells(story, attempt)),
    ...callNotes(attempt).map((text): Line => fitLine([{ text: `  ${text}`, dim: true }], width)),
  ]);
  const none: Line = [{ text: "no call was made", dim: true }];
  return {
    title: LADDER[0]?.caption ?? "",
    rule: captionRule(columns, width),
    lines: calls.length === 0 ? [none] : calls,
  };
}

function callCells(story: AskStory, { started, ended }: AttemptStory): readonly Line[] {
  const sinceMs = started.atMs - story.fromAtMs;
  const outcome = ended?.outcome ?? "no end told";
  const isGood = outcome === "ok";
  const isHarmless = outcome === "outrun" || ended === undefined;
  return [
    [{ text: `+${formatLatency(sinceMs).padEnd(6)} ${started.kind}` }],
    [
      { text: started.endpoint, bold: true },
      ...(started.rung === "full" ? [] : [{ text: ` ${started.rung}`, color: COLORS.warn }]),
    ],
    [
      { text: formatLatency(ended?.latencyMs) },
      { text: ` of ${formatLatency(started.timeoutMs)}`, dim: true },
    ],
    [
      {
        text: `${isGood ? "✔" : isHarmless ? "·" : "✖"} ${outcome}`,
        ...(isHarmless ? { dim: true } : { color: isGood ? COLORS.ok : COLORS.fail }),
      },
    ],
    [{ text: formatMoney(ended?.costMicroUsd) }],
  ];
}

/** What the provider said, and what the gates did. */
function callNotes({ ended, failedGates }: AttemptStory): readonly string[] {
  const { status, message, retryAfterMs } = ended ?? {};
  const said = [
    status === undefined ? "" : `HTTP ${status}`,
    message ?? "",
    retryAfterMs === undefined ? "" : `retry after ${formatSpan(retryAfterMs)}`,
  ].filter((text) => text !== "");
  return [
    ...(said.length === 0 || ended?.outcome === "ok" ? [] : [said.join(" · ")]),
    ...(failedGates === undefined ? [] : [`gates failed: ${failedGates.join(", ")}`]),
  ];
}

/** Each candidate that was left out, why, and the line responsible. */
export function leftOutLines({ leftOut, note }: StoryReasons, width: number): readonly Line[] {
  const lines = leftOut.map((each) => leftOutLine(each, width));
  const none: Line = [{ text: "no candidate was left out", dim: true }];
  return [
    ...(lines.length === 0 ? [none] : lines),
    ...(note === undefined || lines.length === 0 ? [] : [[{ text: note, dim: true }]]),
  ];
}

/** The place stands at the right end and is never cut. */
function leftOutLine({ rung, endpoint, why, place = NOTHING }: LeftOut, width: number): Line {
  const start: Line = [
    { text: `${rung} `, dim: true },
    { text: endpoint, bold: true },
    { text: `  ${why}` },
  ];
  const end: Line = [{ text: ` ${place}`, color: COLORS.probing }];
  return [...fitLine(start, width - lineWidth(end)), ...end];
}
