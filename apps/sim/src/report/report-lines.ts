import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { stopText, type Verdict } from "../chaos/verdict.ts";
import {
  formatClock,
  formatCount,
  formatMoney,
  formatShare,
  formatSpan,
} from "../format/quantity.ts";
import { checkSection } from "./check-section.ts";
import { incidentLines } from "./incident-lines.ts";
import { replayCommand } from "./replay-command.ts";
import { budgetTable, providerTable, routeTable } from "./report-tables.ts";
import { comparedChecks, sideTable } from "./side-section.ts";
import { taxonomyTable } from "./taxonomy-table.ts";

const VIOLATIONS_SHOWN_MAX = 5;

/** The shipped traces' source and licence: CC BY 4.0 asks that they are named. */
const TRACE_CREDIT = "Azure public dataset, CC BY 4.0";
const CREDITED_TRACES: ReadonlySet<string> = new Set([
  "azure-2023-conversation",
  "azure-2023-code",
]);

/** The whole report as plain lines; the last one is the verdict. */
export function reportLines(run: RehearsalRun, verdict: Verdict): readonly string[] {
  return [
    ...headLines(run),
    ...section("Incident", incidentLines(run)),
    ...section("Stopped early", stopLines(run)),
    ...section("Asks", askLines(run)),
    ...section("Routes", routeTable(run)),
    ...section("Providers", providerTable(run)),
    ...section("Budgets", budgetTable(run)),
    ...section("Failures, as injected and as seen", taxonomyTable(run)),
    ...section("Expectations", checkSection(run)),
    ...section("Against the same without faults, and changed", sideTable(run)),
    ...section("Expectations of the comparisons", comparedChecks(run)),
    ...section("Calls that broke the policy", violationLines(run)),
    ...section("Notes", run.outcome.notices),
    "",
    trafficLine(run),
    `Events   sha256 ${run.eventsSha256}`,
    `Replay   ${replayCommand(run.options, run.outcome.seed)}`,
    "",
    verdict.text,
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  return ["", title, ...lines.map((line) => (line === "" ? "" : `  ${line}`))];
}

function headLines({ documents, outcome, wallMs }: RehearsalRun): readonly string[] {
  const { scenario, bundle } = documents;
  const { name, version } = bundle.bundle.policy;
  const asks = `${formatCount(outcome.requests)} asks`;
  return [
    `${scenario.name}: ${scenario.title}`,
    `policy ${name} v${version}, bundle ${outcome.bundleHash.slice(0, 12)}, seed ${outcome.seed}`,
    `${asks} in ${formatSpan(outcome.simulatedMs)} of virtual and ${(wallMs / 1_000).toFixed(1)} s of real time`,
  ];
}

function stopLines({ outcome: { stop } }: RehearsalRun): readonly string[] {
  if (stop === undefined) return [];
  const { why } = stop.condition.check.written;
  return [
    `at ${formatClock(stop.atMs)}: ${stopText(stop)}`,
    ...(why === undefined ? [] : [`because: ${why}`]),
  ];
}

function askLines({ outcome: { requests, reasked, summary } }: RehearsalRun): readonly string[] {
  const rows: readonly (readonly [string, number])[] = [
    ["answered in full", summary.answered],
    ["degraded", summary.degraded],
    ["refused", summary.refused],
    ["failed", summary.failed],
  ];
  const counts = rows.map(([name, count]) => {
    const share = requests === 0 ? undefined : count / requests;
    return `${name.padEnd(16)}  ${formatCount(count).padStart(9)}  ${formatShare(share).padStart(6)}`;
  });
  const again = `${formatCount(reasked)} of them asked again for what no model had answered`;
  const lines = reasked === 0 ? counts : [...counts, again];
  const { hedges, attempts, outrunMicroUsd } = summary;
  if (hedges === 0) return lines;
  const share = formatShare(hedges / attempts);
  const cost = formatMoney(outrunMicroUsd);
  return [
    ...lines,
    `${formatCount(hedges)} hedges, ${share} of calls; what was outrun cost ${cost}`,
  ];
}

function violationLines({ violations }: RehearsalRun): readonly string[] {
  const shown = violations
    .slice(0, VIOLATIONS_SHOWN_MAX)
    .map(({ askId, rule, message }) => `${askId} ${rule}: ${message}`);
  const more = violations.length - shown.length;
  return more > 0 ? [...shown, `and ${formatCount(more)} more`] : shown;
}

function trafficLine({ documents }: RehearsalRun): string {
  const { trace, arrivals, asks = [] } = documents.scenario.workload;
  if (trace === undefined)
    return `Traffic  ${formatCount(asks.length)} asks, as the scenario lists them`;
  const source = `${trace}${CREDITED_TRACES.has(trace) ? ` (${TRACE_CREDIT})` : ""}`;
  if (arrivals === undefined) return `Traffic  ${source}`;
  const comers =
    arrivals.model === "closed"
      ? `${formatCount(arrivals.users)} users who wait for their answers`
      : `arrivals drawn, ${arrivals.process}`;
  return `Traffic  ${comers}; sizes of ${source}`;
}
