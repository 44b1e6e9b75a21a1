import { RUNGS, type PolicyDocument } from "@switchyard/contract";
import { reportDuplicates, reportList, reportZeroDuration, type Report } from "./report.ts";

const MODEL_RUNGS = ["full", "constrained", "summary"] as const;

/** The rungs, and every route's way down them. */
export function checkLadder({ ladder, routes, domains }: PolicyDocument, report: Report): void {
  for (const rung of MODEL_RUNGS) {
    const intents = ladder[rung]?.intents ?? [];
    reportList(report, ["ladder", rung, "intents"], "intent", intents, domains.intents);
  }
  if (ladder.static !== undefined) {
    reportZeroDuration(report, ["ladder", "static", "retryAfter"], ladder.static.retryAfter);
  }
  for (const [index, route] of routes.entries()) {
    const path = ["routes", index, "ladder"];
    for (const [position, rung] of route.ladder.entries()) {
      const before = route.ladder[position - 1];
      if (ladder[rung] === undefined) {
        const way = `write \`ladder.${rung}\`, or take it off`;
        const message = `rung \`${rung}\` is not declared; ${way}`;
        report.as("R02")([...path, position], message);
      }
      if (before !== undefined && RUNGS.indexOf(rung) < RUNGS.indexOf(before)) {
        const message = `\`${rung}\` stands after \`${before}\`; the order is ${RUNGS.join(", ")}`;
        report([...path, position], message, [...path, position - 1]);
      }
    }
    if (!route.ladder.includes("full")) {
      report(path, `the ladder of route \`${route.id}\` has no \`full\` rung; start with it`);
    }
    reportDuplicates(report, path, route.ladder);
  }
}
