import type { RungName } from "@switchyard/contract";
import type { CostFigures } from "@switchyard/journal";
import { sparkline, stackedColumns } from "../format/bar.ts";
import {
  formatLatency,
  formatMoney,
  formatRate,
  formatShare,
  NOTHING,
} from "../format/quantity.ts";
import type { RouteView } from "../view/route-view.ts";
import { meanScore } from "../view/score-window.ts";
import { goodSharesOf, readTraffic, WINDOW_SLICES, type Traffic } from "../view/traffic-window.ts";
import type { ViewModel } from "../view/view-model.ts";
import type { Frame } from "./frame.ts";
import { cursorLine, type Line } from "./line.ts";
import { COLORS, RUNG_MARKS } from "./marks.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

const TITLE = "Routes";
const SERVED = 2;
const RUNG_COLUMNS = 8;

/** Width from which there is room for what is of second rank. */
const ROOMY_COLUMNS = 100;

const COLUMNS: readonly (Column & { readonly isRoomy?: true })[] = [
  { caption: TITLE, width: 10 },
  { caption: "asks/s", width: 6, align: "right" },
  { caption: "served by", width: 0, gap: 2 },
  { caption: "rungs", width: RUNG_COLUMNS },
  { caption: "in SLA", width: 6, align: "right" },
  { caption: "p95/SLA", width: 12, align: "right" },
  { caption: "quality/floor", width: 13, gap: 2, align: "right", isRoomy: true },
  { caption: "fallback", width: 8, align: "right" },
  { caption: "$/success", width: 9, gap: 2, align: "right", isRoomy: true },
  { caption: "last minute", width: WINDOW_SLICES, gap: 2, isRoomy: true },
];

/**
 * What the routes panel shows: where asks went, on which rung, and whether in time; where there is
 * room, also the quality, what a success costs, and the share in SLA through the last minute.
 */
export function routeLines(
  { model, costs }: Pick<Frame, "model" | "costs">,
  width: number,
  chosen?: string,
): { readonly title: string; readonly rule: string; readonly lines: readonly Line[] } {
  const isShown = COLUMNS.map(({ isRoomy }) => isRoomy !== true || width >= ROOMY_COLUMNS);
  const columns = withFlexible(
    COLUMNS.filter((_, at) => isShown[at]),
    SERVED,
    width,
  );
  return {
    title: TITLE,
    rule: captionRule(columns, width),
    lines: Object.values(model.routes).map((route) =>
      cursorLine(
        tableLine(
          columns,
          [
            ...routeCells(model, route, columns[SERVED]?.width ?? 0),
            costCell(costs.byRoute[route.id]),
            trendCell(model, route),
          ].filter((_, at) => isShown[at]),
        ),
        route.id === chosen,
      ),
    ),
  };
}

function routeCells(model: ViewModel, route: RouteView, servedColumns: number): readonly Line[] {
  const traffic = readTraffic(route.window, model.nowAtMs, model.startedAtMs);
  const { latencyMsP95, goodShare, total } = traffic;
  const isQuiet = total === 0;
  const sla = route.slaMsMax === 0 ? NOTHING : formatLatency(route.slaMsMax);
  return [
    [{ text: route.id, bold: true }],
    [{ text: formatRate(traffic.perSecond), dim: isQuiet }],
    servedBy(traffic, servedColumns),
    rungBar(traffic),
    [{ text: formatShare(goodShare), ...slaColor(goodShare) }],
    [
      { text: formatLatency(latencyMsP95), ...lateColor(latencyMsP95, route.slaMsMax) },
      { text: `/${sla}`, dim: true },
    ],
    qualityCell(model, route),
    [{ text: isQuiet ? NOTHING : formatShare((traffic.labels["fallback"] ?? 0) / total) }],
  ];
}

/** The mean score of the last minute's answers against the least that the route lets pass. */
function qualityCell({ nowAtMs, qualityFloors }: ViewModel, { id, scores }: RouteView): Line {
  const mean = meanScore(scores, nowAtMs);
  const floor = qualityFloors[id];
  const isLow = mean !== undefined && floor !== undefined && mean < floor;
  return [
    { text: mean?.toFixed(2) ?? NOTHING, ...(isLow && { color: COLORS.fail }) },
    { text: `/${floor?.toFixed(2) ?? NOTHING}`, dim: true },
  ];
}

/** What a success of the route has cost so far. */
function costCell(figures: CostFigures | undefined): Line {
  return [{ text: formatMoney(figures?.costPerSuccessMicroUsd ?? undefined), color: COLORS.money }];
}

/** The share in SLA, step by step; a gap where no ask ended. */
function trendCell({ nowAtMs }: ViewModel, { window }: RouteView): Line {
  return [{ text: sparkline(goodSharesOf(window, nowAtMs)), color: COLORS.ok }];
}

/** The two providers that answered most, with their shares. */
function servedBy({ labels, total }: Traffic, width: number): Line {
  const served = Object.entries(labels)
    .filter(([label]) => label.startsWith("by:"))
    .sort(([, a], [, b]) => b - a)
    .map(([label, count]) => ({
      name: label.slice(3),
      percent: Math.round((count / total) * 100),
    }));
  const texts = served.map(({ name, percent }) => (percent === 100 ? name : `${name} ${percent}%`));
  const [first = NOTHING, second] = texts;
  const both = second === undefined ? first : `${first} ${second}`;
  return [{ text: both.length <= width ? both : first }];
}

/** Shares of the rungs; each has its own shade and colour. */
function rungBar({ labels }: Traffic): Line {
  const rungs: readonly RungName[] = ["full", "constrained", "summary", "static"];
  const counts = rungs.map((name) => ({ name, count: labels[`rung:${name}`] ?? 0 }));
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return [{ text: "·".repeat(RUNG_COLUMNS), color: COLORS.quiet }];
  const parts = counts.map(({ name, count }) => ({ name, share: count / all }));
  return stackedColumns(parts, RUNG_COLUMNS).map(({ name, columns }) => ({
    text: RUNG_MARKS[name].glyph.repeat(columns),
    color: RUNG_MARKS[name].color,
  }));
}

function slaColor(share: number | undefined): { readonly color?: string; readonly dim?: boolean } {
  if (share === undefined) return { dim: true };
  if (share >= 0.99) return {};
  return { color: share >= 0.95 ? COLORS.warn : COLORS.fail };
}

function lateColor(
  latencyMs: number | undefined,
  slaMs: number,
): { readonly color?: string; readonly dim?: boolean } {
  if (latencyMs === undefined) return { dim: true };
  return latencyMs > slaMs ? { color: COLORS.fail } : {};
}
