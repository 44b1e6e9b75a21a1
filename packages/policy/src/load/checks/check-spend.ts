import type { PolicyDocument } from "@switchyard/contract";
import { parseDurationMs } from "../parse-duration-ms.ts";
import {
  reportList,
  reportNotAscending,
  reportShareOutside,
  reportZeroDuration,
  type Report,
} from "./report.ts";

/** What happens as money runs out. */
export function checkSpend({ spend, routes }: PolicyDocument, report: Report): void {
  if (spend === undefined) return;
  const callerRoutes = routes.filter(({ internal }) => internal !== true).map(({ id }) => id);
  for (const [index, { window, longWindow }] of spend.burnAlerts.entries()) {
    const path = ["spend", "burnAlerts", index];
    reportZeroDuration(report, [...path, "window"], window);
    if (parseDurationMs(longWindow) <= parseDurationMs(window)) {
      const message = `\`${longWindow}\` is not longer than the window, \`${window}\`; write more`;
      report([...path, "longWindow"], message, [...path, "window"]);
    }
  }
  for (const [index, { from, tierDown, defer, throttle }] of spend.levels.entries()) {
    const path = ["spend", "levels", index];
    reportShareOutside(report, [...path, "from"], from, "above 0%, up to 100%");
    if (tierDown === undefined && defer === undefined && throttle === undefined) {
      const message = `the level from ${from} changes nothing; write \`tierDown\`, \`defer\` or \`throttle\``;
      report(path, message);
    }
    if (throttle !== undefined) {
      const place = [...path, "throttle"];
      reportList(report, [...place, "order"], "route", throttle.order, callerRoutes);
      reportShareOutside(report, [...place, "shareMin"], throttle.shareMin, "0% to 100%");
    }
  }
  const paths = spend.levels.map((_level, index) => ["spend", "levels", index, "from"]);
  const shares = spend.levels.map(({ from }) => from);
  reportNotAscending(report, paths, shares);
  reportShareOutside(report, ["spend", "hysteresis"], spend.hysteresis, "0% to 100%");
}
