import {
  formatClock,
  formatCount,
  formatShare,
  formatSpan,
  formatTimeOfDay,
  NOTHING,
} from "../format/quantity.ts";
import type { ViewModel } from "../view/view-model.ts";
import type { Frame } from "./frame.ts";
import { menuLine } from "./menu-line.ts";
import { lineWidth, spreadLine, type Line, type Span } from "./line.ts";
import { COLORS } from "./marks.ts";
import type { PaceState } from "./pace-machine.ts";

/** Who is rehearsed with what, and where in virtual time we are. */
export function headerLine({ model, pace, behindMs }: Frame, width: number): Line {
  const dot: Span = { text: " · ", dim: true };
  const policy = model.policyName === "" ? "" : `${model.policyName} v${model.policyVersion}`;
  const parts = [model.seed === "" ? "" : `seed ${model.seed}`, policy];
  const start: Line = [
    { text: model.scenario, bold: true },
    ...parts.flatMap((text): Line => (text === "" ? [] : [dot, { text }])),
  ];
  const hash: Line = [{ text: ` ${model.bundleHash.slice(0, 12)}`, dim: true }];
  const end: Line = [
    { text: clockText(model), bold: true },
    ...behindSpans(behindMs),
    { text: "  " },
    ...paceSpans(model, pace, behindMs),
  ];
  const hasRoom = lineWidth([...start, ...hash, ...end]) < width;
  return spreadLine(hasRoom ? [...start, ...hash] : start, end, width);
}

/** Where in the run we are: how far of how much, or the time of day where no end is planned. */
export function clockText({ nowAtMs, startedAtMs, durationMs }: ViewModel): string {
  if (durationMs > 0) return `${formatClock(nowAtMs - startedAtMs)} / ${formatClock(durationMs)}`;
  return nowAtMs === 0 ? "waiting" : `${formatTimeOfDay(nowAtMs)} UTC`;
}

/** How far back the playhead is. */
function behindSpans(behindMs: number): Line {
  if (behindMs === 0) return [];
  return [{ text: `  ◀ ${formatSpan(behindMs)} back`, color: COLORS.probing }];
}

function paceSpans(model: ViewModel, { isPaused, speed }: PaceState, behindMs: number): Line {
  if (model.state === "ended" && behindMs === 0) return [{ text: "■ ENDED", bold: true }];
  if (model.state === "interrupted" && behindMs === 0) return [{ text: "■ STOPPED", bold: true }];
  if (isPaused) return [{ text: " PAUSED ", inverse: true }];
  return [{ text: speed === Infinity ? "▶ max" : `▶ ${speed}×`, color: COLORS.ok }];
}

/** How asks ended so far, in one line. */
export function totalsLine(model: ViewModel): Line {
  const { received, answered, degraded, refused, failed } = model.asks;
  const ended = answered + degraded + refused + failed;
  const share = (count: number): string => (ended === 0 ? NOTHING : formatShare(count / ended));
  const gap: Span = { text: "  " };
  const planned = model.requests === 0 ? "" : `/${formatCount(model.requests)}`;
  return [
    { text: "asks ", dim: true },
    { text: `${formatCount(received)}${planned}`, bold: true },
    gap,
    { text: `full ${share(answered)}` },
    gap,
    { text: `degraded ${share(degraded)}`, ...alarm(degraded, COLORS.warn) },
    gap,
    { text: `refused ${formatCount(refused)}`, ...alarm(refused, COLORS.warn) },
    gap,
    { text: `failed ${formatCount(failed)}`, ...alarm(failed, COLORS.fail) },
  ];
}

function alarm(count: number, color: string): { readonly color?: string; readonly dim?: boolean } {
  return count === 0 ? { dim: true } : { color };
}

/** The keys, or the verdict once there is one. */
export function footerLine(frame: Frame, width: number): Line {
  const { verdict } = frame;
  if (verdict !== undefined) {
    const color = verdict.isGood ? COLORS.ok : COLORS.fail;
    const start: Line = [{ text: ` ${verdict.text} `, inverse: true, bold: true, color }];
    return spreadLine(
      start,
      [{ text: "q", bold: true }, { text: " leaves and prints the report" }],
      width,
    );
  }
  return menuLine(frame, width);
}
