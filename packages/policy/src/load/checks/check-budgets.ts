import type { BudgetDocument, BudgetScope, PolicyDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { parseMicroUsd } from "../parse-micro-usd.ts";
import { reportNotAscending, reportShareOutside, reportUnknown, type Report } from "./report.ts";

/** Caps on spend. Providers and models of a scope are the catalogue's. */
export function checkBudgets(document: PolicyDocument, report: Report): void {
  const ids = document.budgets.map(({ id }) => id);
  for (const [index, budget] of document.budgets.entries()) {
    const path = ["budgets", index];
    if (ids.indexOf(budget.id) !== index) {
      report.as("R03")(
        [...path, "id"],
        `another budget is named \`${budget.id}\` already; rename one`,
      );
    }
    checkScope(document, budget.scope, [...path, "scope"], report);
    checkTimezone(budget, path, report);
    checkAmounts(budget, path, report);
    const alertPaths = budget.alerts.map((_alert, position) => [...path, "alerts", position]);
    for (const [position, alert] of budget.alerts.entries()) {
      reportShareOutside(report, [...path, "alerts", position], alert, "above 0%, up to 100%");
    }
    reportNotAscending(report, alertPaths, budget.alerts);
  }
}

function checkScope(
  { domains, routes }: PolicyDocument,
  scope: BudgetScope,
  path: Path,
  report: Report,
): void {
  if (scope === "all") return;
  const ids = routes.map(({ id }) => id);
  if ("tier" in scope) {
    reportUnknown(report, [...path, "tier"], "tier", scope.tier, domains.tiers);
  } else if ("segment" in scope) {
    reportUnknown(report, [...path, "segment"], "segment", scope.segment, domains.segments);
  } else if ("route" in scope) {
    reportUnknown(report, [...path, "route"], "route", scope.route, ids);
  }
}

function checkTimezone({ id, window, timezone }: BudgetDocument, path: Path, report: Report): void {
  const isCalendar = window === "day" || window === "month";
  if (isCalendar && timezone === undefined) {
    const way = "write `timezone: UTC`";
    const message = `budget \`${id}\` does not decide when its ${window} begins; ${way}`;
    report(path, message, [...path, "window"]);
  }
  if (!isCalendar && timezone !== undefined) {
    const message = `a ${window} window has no use for a time zone; remove \`timezone\``;
    report([...path, "timezone"], message, [...path, "window"]);
  }
  if (timezone !== undefined && !isTimezone(timezone)) {
    const message = `\`${timezone}\` is no IANA time zone; write one such as Europe/Berlin or UTC`;
    report([...path, "timezone"], message);
  }
}

function isTimezone(name: string): boolean {
  // Offsets such as +01:00 are taken by newer engines only, and know no summer time.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

function checkAmounts({ cap, onLedgerDown }: BudgetDocument, path: Path, report: Report): void {
  const capMicroUsd = parseMicroUsd(cap);
  if (capMicroUsd === 0) report([...path, "cap"], "a cap of $0 lets nothing through; write more");
  if (onLedgerDown === "fail-closed") return;
  const within = onLedgerDown["fail-open-within"];
  if (parseMicroUsd(within) > capMicroUsd) {
    const place = [...path, "onLedgerDown", "fail-open-within"];
    const message = `\`${within}\` without a ledger is more than the cap of ${cap}; write less`;
    report(place, message, [...path, "cap"]);
  }
}
