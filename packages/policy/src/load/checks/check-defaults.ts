import type { PolicyDocument } from "@switchyard/contract";
import { reportDuplicates, reportShareOutside, reportZeroDuration, type Report } from "./report.ts";

const TIMEOUTS = ["connect", "firstToken", "idle", "total"] as const;
const BREAKER_DURATIONS = ["window", "slowCall", "openFor"] as const;
const BREAKER_SHARES = ["failureRate", "slowCallRate"] as const;

/** Attempts, time-outs, breaker and order. */
export function checkDefaults({ defaults }: PolicyDocument, report: Report): void {
  const { attempts, timeouts, breaker, order } = defaults;
  for (const key of TIMEOUTS) {
    reportZeroDuration(report, ["defaults", "timeouts", key], timeouts[key]);
  }
  for (const key of BREAKER_DURATIONS) {
    reportZeroDuration(report, ["defaults", "breaker", key], breaker[key]);
  }
  for (const key of BREAKER_SHARES) {
    const path = ["defaults", "breaker", key];
    reportShareOutside(report, path, breaker[key], "above 0%, up to 100%");
  }
  reportDuplicates(report, ["defaults", "attempts", "retryOn"], attempts.retryOn);
  reportDuplicates(report, ["defaults", "order"], order);
  if (attempts.perEndpoint > attempts.max) {
    const { perEndpoint, max } = attempts;
    const message = `${perEndpoint} attempts per endpoint are more than ${max} in all; lower it`;
    const path = ["defaults", "attempts"];
    report([...path, "perEndpoint"], message, [...path, "max"]);
  }
}
