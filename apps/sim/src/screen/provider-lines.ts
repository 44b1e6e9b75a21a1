import { resample, sparkline } from "../format/bar.ts";
import { formatLatency, formatRate, formatShare } from "../format/quantity.ts";
import { openBreakers, providerState, type ProviderView } from "../view/provider-view.ts";
import { readTraffic } from "../view/traffic-window.ts";
import { RUN_CELLS, type ViewModel } from "../view/view-model.ts";
import { cursorLine, type Line } from "./line.ts";
import { COLORS, PROVIDER_MARKS } from "./marks.ts";
import { faultBar } from "./timeline-lines.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

const TITLE = "Providers";
const CHART = 6;

const COLUMNS: readonly Column[] = [
  { caption: TITLE, width: 10 },
  { caption: "state", width: 12 },
  { caption: "calls/s", width: 7, align: "right" },
  { caption: "ok", width: 6, align: "right" },
  { caption: "p95", width: 6, align: "right" },
  { caption: "failing with", width: 12, gap: 2 },
  { caption: "call share", width: 0 },
];

/** What the providers panel shows: who is healthy, who carries the load, and why not the others. */
export function providerLines(
  model: ViewModel,
  width: number,
  chosen?: string,
): { readonly title: string; readonly rule: string; readonly lines: readonly Line[] } {
  const columns = withFlexible(COLUMNS, CHART, width);
  const chart = columns[CHART]?.width ?? 0;
  const providers = Object.values(model.providers);
  return {
    title: TITLE,
    rule: captionRule(columns, width),
    lines: [
      ...providers.map((provider) =>
        cursorLine(
          tableLine(columns, providerCells(model, provider, chart)),
          provider.id === chosen,
        ),
      ),
      ...faultMarks(model, columns, chart),
    ],
  };
}

/** Under the charts, where in the run something was made to fail; nothing where nothing is. */
function faultMarks(model: ViewModel, columns: readonly Column[], chart: number): readonly Line[] {
  if (model.faults.length === 0) return [];
  const label: Line = [{ text: "faults", dim: true }];
  const before = columns.slice(1, CHART).map((): Line => []);
  return [tableLine(columns, [label, ...before, faultBar(model, model.faults, chart)])];
}

function providerCells(model: ViewModel, provider: ProviderView, chart: number): readonly Line[] {
  const { nowAtMs, startedAtMs } = model;
  const traffic = readTraffic(provider.window, nowAtMs, startedAtMs);
  const mark = PROVIDER_MARKS[providerState(provider, nowAtMs, startedAtMs)];
  const open = openBreakers(provider);
  const of = open === 0 ? "" : ` ${open}/${provider.endpoints.length}`;
  const isQuiet = traffic.total === 0;
  return [
    [{ text: provider.id, bold: true }],
    [{ text: `${mark.glyph} ${mark.word}${of}`, color: mark.color }],
    [{ text: formatRate(traffic.perSecond), dim: isQuiet }],
    [{ text: formatShare(traffic.goodShare), ...goodColor(traffic.goodShare) }],
    [{ text: formatLatency(traffic.latencyMsP95), dim: isQuiet }],
    [{ text: topFailure(traffic.labels), color: COLORS.warn }],
    shareChart(callShares(model, provider, chart), mark.color),
  ];
}

function goodColor(share: number | undefined): { readonly color?: string; readonly dim?: boolean } {
  if (share === undefined) return { dim: true };
  if (share >= 0.98) return {};
  return { color: share >= 0.9 ? COLORS.warn : COLORS.fail };
}

function topFailure(labels: Readonly<Record<string, number>>): string {
  const [top] = Object.entries(labels).sort(([, a], [, b]) => b - a);
  return top === undefined ? "" : top[0];
}

/** Dots stand for the part of the run that is still to come. */
function shareChart(shares: readonly (number | undefined)[], color: string): Line {
  const known = shares.findLastIndex((share) => share !== undefined) + 1;
  return [
    { text: sparkline(shares.slice(0, known)), color },
    { text: "·".repeat(shares.length - known), color: COLORS.quiet },
  ];
}

/** Its share of all calls over the whole run, so that the chart lines up with the faults' bar. */
function callShares(
  model: ViewModel,
  provider: ProviderView,
  width: number,
): readonly (number | undefined)[] {
  const all = Object.values(model.providers);
  const shares = Array.from({ length: RUN_CELLS }, (_, cell) => {
    const total = all.reduce((sum, { callsByCell }) => sum + (callsByCell[cell] ?? 0), 0);
    return total === 0 ? undefined : (provider.callsByCell[cell] ?? 0) / total;
  });
  return resample(shares, width);
}
