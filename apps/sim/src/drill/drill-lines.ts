import type { LoadedBundle } from "@switchyard/policy";
import type { DrillPlan } from "@switchyard/simulator";
import { formatCount, formatShare } from "../format/quantity.ts";
import { textTable, type TextColumn } from "../format/text-table.ts";
import { adviceText } from "../report/locate-advice.ts";
import { drillName } from "./drill-verdict.ts";
import type { DrillRun } from "./rehearse-drills.ts";

/** What is about to happen, before the first drill. */
export function openingLine(
  { bundle: { policy, hash } }: LoadedBundle,
  { drills, requests, roles }: DrillPlan,
  seed: string,
): string {
  const firstChoices = [roles["@primary"], roles["@second"]]
    .flatMap((role) => (role === undefined ? [] : `${role.provider} ${formatShare(role.share)}`))
    .join(", ");
  const asks = `${formatCount(drills.length)} drills of ${formatCount(requests)} asks each`;
  return (
    `Drilling ${policy.name} v${policy.version} (bundle ${hash.slice(0, 12)}), seed ${seed}: ` +
    `${asks}; first choices ${firstChoices}`
  );
}

/** One drill that has ended, in one line. */
export function progressLine(run: DrillRun, index: number, count: number): string {
  const { drill, wallMs } = run;
  const failed = drill.routes.flatMap(({ route, passed }) => (passed ? [] : [route]));
  const outcome = failed.length === 0 ? "passed" : `failed on ${failed.join(", ")}`;
  const at = `${index + 1}/${count}`.padStart(String(count).length * 2 + 1);
  const glyph = glyphOf(drill.passed);
  return `${glyph} ${at}  ${drillName(drill)}: ${outcome} (${(wallMs / 1_000).toFixed(1)} s)`;
}

/** What was measured, and what to change where a route failed. */
export function drillLines(runs: readonly DrillRun[], bundle: LoadedBundle): readonly string[] {
  const advice = adviceOf(runs, bundle);
  const notes = drillNotes(runs);
  return [
    "Drills, over the asks that came during the loss",
    ...drillTable(runs).map(indented),
    ...(advice.length > 0 ? ["", "What to change", ...advice.map(indented)] : []),
    ...(notes.length > 0 ? ["", "Notes", ...notes.map(indented)] : []),
  ];
}

function drillTable(runs: readonly DrillRun[]): readonly string[] {
  const columns: readonly TextColumn[] = [
    ...["", "loss", "start", "route"].map((caption) => ({ caption, align: "left" as const })),
    ...["asks", "available", "needed", "late", "forbidden"].map((caption) => ({
      caption,
      align: "right" as const,
    })),
  ];
  const rows = runs.flatMap(({ drill: { lose, start, routes } }) =>
    routes.map((route) => [
      glyphOf(route.passed),
      lose.join(" and "),
      start,
      route.route,
      formatCount(route.requests),
      formatShare(route.availability),
      formatShare(route.availabilityMin),
      formatCount(route.late),
      formatCount(route.forbidden),
    ]),
  );
  return textTable(columns, rows);
}

/** What to change, each text once, with its place in the policy's file. */
export function adviceOf(runs: readonly DrillRun[], { policy }: LoadedBundle): readonly string[] {
  const texts = runs.flatMap(({ advice }) => advice.map((one) => adviceText(one, policy.locate)));
  return [...new Set(texts)];
}

/** What a reader would otherwise take for tested, one sentence each. */
export function drillNotes(runs: readonly DrillRun[]): readonly string[] {
  return runs.flatMap(({ drill, unjudged }) => [
    ...unjudged
      .filter(({ requests }) => requests > 0)
      .map(
        ({ route, requests }) =>
          `${drillName(drill)}: route ${route} had ${requests} asks, too few to judge it by.`,
      ),
    ...drill.routes
      .filter(({ accepted }) => accepted > 0)
      .map(
        ({ route, accepted }) =>
          `${drillName(drill)}: ${formatCount(accepted)} asks of route ${route} are left out, ` +
          "as the policy accepts their loss.",
      ),
  ]);
}

function glyphOf(passed: boolean): string {
  return passed ? "✔" : "✖";
}

function indented(line: string): string {
  return `  ${line}`;
}
