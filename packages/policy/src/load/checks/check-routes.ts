import type { PolicyDocument, RouteDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { checkGates } from "./check-gates.ts";
import { checkMatch } from "./check-match.ts";
import {
  reportDuplicates,
  reportList,
  reportShareOutside,
  reportUnknown,
  reportZeroDuration,
  type Report,
} from "./report.ts";

/** Ids that mean something else where a route id may stand. */
const RESERVED_IDS: Readonly<Record<string, string>> = {
  none: "`fallback: none`",
  default: "`contingency.nominal.sla.default`",
};

/** Every route on its own; references between routes are `checkReferences`. */
export function checkRoutes(document: PolicyDocument, report: Report): void {
  const ids = document.routes.map(({ id }) => id);
  for (const [index, route] of document.routes.entries()) {
    const path = ["routes", index];
    const meaning = Object.hasOwn(RESERVED_IDS, route.id) ? RESERVED_IDS[route.id] : undefined;
    if (meaning !== undefined) {
      report([...path, "id"], `\`${route.id}\` has a meaning of its own in ${meaning}; rename it`);
    }
    if (ids.indexOf(route.id) !== index) {
      report.as("R03")(
        [...path, "id"],
        `another route is named \`${route.id}\` already; rename one`,
      );
    }
    checkRoute(document, route, path, report);
  }
}

function checkRoute(
  document: PolicyDocument,
  route: RouteDocument,
  path: Path,
  report: Report,
): void {
  checkMatch(document, route, path, report);
  checkGates(document, route, path, report);
  reportDuplicates(report, [...path, "candidates"], route.candidates);
  reportDuplicates(report, [...path, "order"], route.order ?? []);
  reportDuplicates(report, [...path, "requires", "capabilities"], route.requires.capabilities);
  reportZeroDuration(report, [...path, "limits", "latencyMax"], route.limits.latencyMax);
  if (/^\$0+(\.0+)?$/.test(route.limits.costPerTaskMax)) {
    const message = "a ceiling of $0 bars every candidate; write what a task may cost";
    report([...path, "limits", "costPerTaskMax"], message);
  }
  if (route.hedge !== undefined && route.hedge.after !== "p95") {
    reportZeroDuration(report, [...path, "hedge", "after"], route.hedge.after);
  }
  if (route.context !== undefined) {
    const { risks, keep } = route.context;
    reportList(report, [...path, "context", "risks"], "risk class", risks, document.domains.risks);
    reportDuplicates(report, [...path, "context", "keep"], keep);
  }
  checkQuota(document, route, path, report);
}

function checkQuota(
  { budgets }: PolicyDocument,
  { quota }: RouteDocument,
  path: Path,
  report: Report,
): void {
  if (quota === undefined) return;
  const place = [...path, "quota"];
  if (quota.share !== undefined) {
    reportShareOutside(report, [...place, "share"], quota.share, "above 0%, up to 100%");
  }
  const budgetIds = budgets.map(({ id }) => id);
  if (quota.of !== undefined) {
    reportUnknown(report, [...place, "of"], "budget", quota.of, budgetIds);
  }
  if ((quota.share === undefined) !== (quota.of === undefined)) {
    const message = "`share` and `of` belong together; write both, as in `{ share: 40%, of: day }`";
    report(place, message);
  }
}
