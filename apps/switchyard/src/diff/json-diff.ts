import { jsonWithCounts } from "../json-with-counts.ts";
import type { DiffReport } from "./diff-report.ts";

/** Minor versions add keys; a major one would change or drop some. */
const FORMAT_VERSION = "1.0";

/** The whole diff as one JSON object; counts are decimal strings, for they may be beyond 2^53. */
export function jsonDiff({ diff, names, commands }: DiffReport): string {
  const { before, after, groups, ...rest } = diff;
  const report = {
    formatVersion: FORMAT_VERSION,
    before: { ...before, source: names.before },
    after: { ...after, source: names.after },
    ...rest,
    groups: groups.map((group, at) => Object.assign({}, group, { explain: commands[at] ?? [] })),
  };
  return jsonWithCounts(report);
}
