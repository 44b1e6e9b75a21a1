import type { Check, CheckOutcome } from "@switchyard/simulator";
import {
  formatCount,
  formatLatency,
  formatMoney,
  formatShare,
  NOTHING,
} from "../format/quantity.ts";

const RATIO_DIGITS = 2;

const COMPARISONS: Readonly<Record<Check["comparison"], string>> = {
  ">=": "≥",
  "<=": "≤",
  "==": "=",
  ">": ">",
  "<": "<",
};

/** An expectation in words, such as `availability ≥ 97% (fault, each route)`. */
export function checkText(check: Check): string {
  const about = [scopeText(check), aboutText(check)].filter((text) => text !== "").join(", ");
  const bound = `${COMPARISONS[check.comparison]} ${boundText(check)}`;
  return `${check.metric} ${bound}${about === "" ? "" : ` (${about})`}`;
}

/** Its metric, bound and scope only, such as `availability ≥97% fault`. */
export function shortCheckText(check: Check): string {
  const scope = check.budget ?? check.route ?? scopeText(check);
  return `${check.metric} ${COMPARISONS[check.comparison]}${boundText(check)} ${scope}`.trimEnd();
}

/** The bound as it was written, without its comparison. */
function boundText({ written }: Check): string {
  return written.is.replace(/^[<>=]+\s*/, "");
}

/** What was measured, in the bound's unit. */
export function measuredText({
  check,
  measured,
}: Pick<CheckOutcome, "check" | "measured">): string {
  if (measured === null) return NOTHING;
  switch (check.unit) {
    case "share":
      return formatShare(measured);
    case "duration":
      return formatLatency(measured);
    case "money":
      return formatMoney(measured);
    case "count":
      return formatCount(measured);
    case "ratio":
      return measured.toFixed(RATIO_DIGITS);
  }
}

function scopeText({ scope }: Check): string {
  switch (scope.kind) {
    case "all":
      return "";
    case "phase":
      return scope.phase;
    case "fault":
      return scope.fault;
  }
}

function aboutText({ route, perRoute, budget }: Check): string {
  if (budget !== undefined) return budget;
  if (route !== undefined) return `route ${route}`;
  return perRoute ? "each route" : "";
}
