import type { MatchDocument, PolicyDocument, RouteDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { showNames } from "../show-value.ts";
import { reportList, reportZeroDuration, type Report } from "./report.ts";

const KEYS = [
  ["intents", "intent", "intents"],
  ["risks", "risk class", "risks"],
  ["segments", "segment", "segments"],
  ["locales", "locale", "locales"],
  ["residencies", "residency", "residencies"],
] as const;

/** What a route takes: a match for callers, or an intent for an internal route. */
export function checkMatch(
  document: PolicyDocument,
  route: RouteDocument,
  path: Path,
  report: Report,
): void {
  const isInternal = route.internal === true;
  if (isInternal && route.match !== undefined) {
    report([...path, "match"], `internal route \`${route.id}\` serves no caller; remove \`match\``);
  }
  if (isInternal && route.intent === undefined) {
    const way = "write `intent: judge`";
    const message = `internal route \`${route.id}\` needs the intent it is measured by; ${way}`;
    report(path, message);
  }
  if (!isInternal && route.intent !== undefined) {
    const message = "`intent` is for internal routes; write `match.intents`, or `internal: true`";
    report([...path, "intent"], message);
  }
  if (!isInternal && route.match === undefined) {
    const way = "write `match: { intents: […], risks: […] }`";
    const message = `route \`${route.id}\` takes no request; ${way}`;
    report(path, message);
  }
  if (route.match !== undefined) checkNames(document, route.match, [...path, "match"], report);
  checkFloor(document, route, path, report);
}

function checkNames(
  { domains }: PolicyDocument,
  match: MatchDocument,
  path: Path,
  report: Report,
): void {
  for (const [key, what, domain] of KEYS) {
    reportList(report, [...path, key], what, match[key] ?? [], domains[domain]);
  }
  if (match.slaBelow !== undefined) {
    reportZeroDuration(report, [...path, "slaBelow"], match.slaBelow);
  }
}

/** Unmeasured answers are for requests on which a wrong one does least harm. */
function checkFloor(
  { domains }: PolicyDocument,
  route: RouteDocument,
  path: Path,
  report: Report,
): void {
  if (route.limits.qualityFloor !== "unmeasured") return;
  const place = [...path, "limits", "qualityFloor"];
  if (route.match === undefined) {
    report(place, "an internal route judges answers and must be measured; write a score");
    return;
  }
  const above = route.match.risks.filter((risk) => risk !== domains.risks[0]);
  if (above.length === 0) return;
  const rule = `\`unmeasured\` is for risk class ${domains.risks[0]} alone`;
  const way = "write a score from 0 to 1, or split the route";
  const message = `${rule}, and the route takes ${showNames(above)}; ${way}`;
  report(place, message);
}
