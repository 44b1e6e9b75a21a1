import type { FaultView } from "../view/fault-view.ts";
import { chartMs, type ViewModel } from "../view/view-model.ts";
import { formatClock, formatSpan } from "../format/quantity.ts";
import { fitLine, type Line, type Span } from "./line.ts";
import { COLORS } from "./marks.ts";
import { tableLine, withFlexible } from "./table.ts";

const STATE_LOOKS: Readonly<
  Record<FaultView["state"], { readonly glyph: string; readonly color: string }>
> = {
  planned: { glyph: "▒", color: COLORS.warn },
  active: { glyph: "█", color: COLORS.fail },
  over: { glyph: "▓", color: COLORS.quiet },
};

/** One bar per fault over the run's time, with a marker at the present instant. */
export function timelineLines(model: ViewModel, width: number, height: number): readonly Line[] {
  const faults = mostPressing(model.faults);
  if (faults.length === 0) return [faultBar(model, [], width)];
  const columns = withFlexible(
    [
      { caption: "", width: 20 },
      { caption: "", width: 0 },
      { caption: "", width: 34 },
    ],
    1,
    width,
  );
  const barColumns = columns[1]?.width ?? 0;
  return faults.slice(0, height).map((fault) =>
    tableLine(columns, [
      [{ text: faultLabel(fault), ...faultLook(fault) }],
      faultBar(model, [fault], barColumns),
      [
        {
          text: `${formatClock(fault.fromMs)}–${formatClock(fault.toMs)} ${fault.kind}`,
          dim: true,
        },
      ],
    ]),
  );
}

/** All faults in one bar, behind it the one that matters now. */
export function timelineLine(model: ViewModel, width: number): Line {
  const [first] = mostPressing(model.faults);
  const label: Line =
    first === undefined
      ? [{ text: "no faults", dim: true }]
      : [{ text: `${faultLabel(first)}${timeLeft(model, first)}`, ...faultLook(first) }];
  const labelColumns = Math.min(32, Math.floor(width * 0.42));
  return [
    ...faultBar(model, model.faults, width - labelColumns - 1),
    { text: " " },
    ...fitLine(label, labelColumns),
  ];
}

/** Active ones first, then what comes next, then what is over. */
function mostPressing(faults: readonly FaultView[]): readonly FaultView[] {
  const rank: readonly FaultView["state"][] = ["active", "planned", "over"];
  return faults.toSorted(
    (a, b) => rank.indexOf(a.state) - rank.indexOf(b.state) || a.fromMs - b.fromMs,
  );
}

function faultLabel({ id, state }: FaultView): string {
  const glyphs = { planned: "·", active: "✖", over: "✔" } as const;
  return `${glyphs[state]} ${id}`;
}

function timeLeft(model: ViewModel, { state, fromMs, toMs }: FaultView): string {
  const sinceStartMs = model.nowAtMs - model.startedAtMs;
  if (state === "active") return ` ${formatSpan(toMs - sinceStartMs)} left`;
  return state === "planned" ? ` in ${formatSpan(Math.max(0, fromMs - sinceStartMs))}` : "";
}

function faultLook({ state }: FaultView): Omit<Span, "text"> {
  if (state === "active") return { color: COLORS.fail, bold: true };
  return state === "planned" ? {} : { dim: true };
}

/** The run's time as a bar with what the faults took of it, and a marker at the present instant. */
export function faultBar(model: ViewModel, faults: readonly FaultView[], width: number): Line {
  const { nowAtMs, startedAtMs } = model;
  const length = chartMs(model);
  const columnOf = (ms: number): number => Math.floor((ms / length) * width);
  const now = Math.min(width - 1, Math.max(0, columnOf(nowAtMs - startedAtMs)));
  const spans: Span[] = [];
  for (let column = 0; column < width; column += 1) {
    const fault = faults.find(
      ({ fromMs, toMs }) =>
        column >= columnOf(fromMs) && column <= Math.max(columnOf(fromMs), columnOf(toMs) - 1),
    );
    const span = column === now ? { text: "┃", bold: true } : faultSpan(fault, column < now);
    const last = spans.at(-1);
    // Equal neighbours become one span, or a bar would be a hundred elements to draw.
    if (last !== undefined && last.color === span.color && last.bold === span.bold) {
      spans[spans.length - 1] = { ...last, text: last.text + span.text };
    } else spans.push(span);
  }
  return spans;
}

function faultSpan(fault: FaultView | undefined, isPast: boolean): Span {
  if (fault === undefined) return { text: isPast ? "━" : "─", color: COLORS.quiet };
  const { glyph, color } = STATE_LOOKS[fault.state];
  return { text: fault.state === "active" && !isPast ? "▒" : glyph, color };
}
