import type { GuardDocument, PolicyDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { parseMicroUsd } from "../parse-micro-usd.ts";
import {
  reportNotAscending,
  reportShareOutside,
  reportZeroDuration,
  type Report,
} from "./report.ts";

/** How a new version takes traffic. */
export function checkRollout({ rollout }: PolicyDocument, report: Report): void {
  if (rollout === undefined) return;
  for (const [index, { weight, samplesMin }] of rollout.steps.entries()) {
    const path = ["rollout", "steps", index];
    reportShareOutside(report, [...path, "weight"], weight, "above 0%, up to 100%");
    if (samplesMin > rollout.samplesMax) {
      const limit = `\`samplesMax\` of ${rollout.samplesMax}`;
      const message = `${samplesMin} samples are more than ${limit}; write fewer`;
      report([...path, "samplesMin"], message, ["rollout", "samplesMax"]);
    }
  }
  const paths = rollout.steps.map((_step, index) => ["rollout", "steps", index, "weight"]);
  const weights = rollout.steps.map(({ weight }) => weight);
  reportNotAscending(report, paths, weights);
  for (const [index, guard] of rollout.guards.entries()) {
    checkGuard(guard, ["rollout", "guards", index], report);
  }
}

function checkGuard(guard: GuardDocument, path: Path, report: Report): void {
  switch (guard.metric) {
    case "success-rate":
    case "quality":
      return reportShareOutside(report, [...path, "margin"], guard.margin, "0% to 100%");
    case "cost-per-success": {
      const place = [...path, "marginRelative"];
      return reportShareOutside(report, place, guard.marginRelative, "0% to 100%");
    }
    case "latency":
      reportZeroDuration(report, [...path, "limit"], guard.limit);
      return reportShareOutside(
        report,
        [...path, "quantile"],
        guard.quantile,
        "between 0% and 100%",
      );
    case "spend":
      if (parseMicroUsd(guard.cap) === 0) {
        report([...path, "cap"], "a cap of $0 stops every rollout; write more");
      }
      return;
    case "violations":
      return;
    default:
      guard satisfies never;
  }
}
