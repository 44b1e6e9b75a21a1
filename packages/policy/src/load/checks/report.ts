import { isReservedKey } from "../reserved-key.ts";
import type { DocumentRule, Finding } from "../finding.ts";
import type { Path } from "../json-pointer.ts";
import { nearest } from "../nearest.ts";
import { parseDurationMs } from "../parse-duration-ms.ts";
import { parseShare } from "../parse-share.ts";
import { showNames } from "../show-value.ts";

/** Takes one mistake: where it is, what it is in one sentence, and what it was compared with. */
export interface Report {
  (path: Path, message: string, ...related: readonly Path[]): void;
  /** The same for mistakes that break a lint rule of their own. */
  readonly as: (rule: DocumentRule) => Report;
}

/** Makes a report that hands over findings. */
export function createReport(take: (finding: Finding) => void, rule?: DocumentRule): Report {
  const report = (path: Path, message: string, ...related: readonly Path[]): void =>
    take({ path, message, related, ...(rule && { rule }) });
  return Object.assign(report, { as: (other: DocumentRule) => createReport(take, other) });
}

/** Reports a name that is not declared, with the nearest one that is. */
export function reportUnknown(
  report: Report,
  path: Path,
  what: string,
  name: string,
  names: readonly string[],
): void {
  if (names.includes(name)) return;
  const near = nearest(name, names);
  const hint = near === undefined ? `write ${showNames(names)}` : `did you mean \`${near}\`?`;
  report.as("R02")(path, `no ${what} is named \`${name}\`; ${hint}`);
}

/** Reports every entry of a list that is not declared, or is there twice. */
export function reportList(
  report: Report,
  path: Path,
  what: string,
  list: readonly string[],
  names: readonly string[],
): void {
  for (const [index, name] of list.entries()) {
    reportUnknown(report, [...path, index], what, name, names);
  }
  reportDuplicates(report, path, list);
}

/** Reports entries that are there twice. */
export function reportDuplicates(report: Report, path: Path, list: readonly string[]): void {
  for (const [index, name] of list.entries()) {
    if (list.indexOf(name) !== index) {
      report([...path, index], `\`${name}\` is in the list twice; keep one`);
    }
  }
}

/** Reports names that could not be told apart from parts of an identifier, or that clash. */
export function reportNames(report: Report, path: Path, list: readonly string[]): void {
  for (const [index, name] of list.entries()) {
    if (isReservedKey(name)) report([...path, index], `\`${name}\` is reserved; rename it`);
    if (!/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,62}$/u.test(name)) {
      const rule = "write up to 63 letters, digits, dots, dashes and underscores, no space";
      report([...path, index], `\`${name}\` cannot be a name; ${rule}`);
    }
  }
  reportDuplicates(report, path, list);
}

/** Reports a duration of nothing. */
export function reportZeroDuration(report: Report, path: Path, text: string): void {
  if (parseDurationMs(text) > 0) return;
  report(path, `\`${text}\` is no time at all; write a duration above 0, such as 1ms`);
}

/** Reports a share outside its range. The least value itself is out of it for `above`. */
export function reportShareOutside(
  report: Report,
  path: Path,
  text: string,
  range: "0% to 100%" | "above 0%, up to 100%" | "between 0% and 100%",
): void {
  const share = parseShare(text);
  const isInside =
    share <= 1 && (range === "0% to 100%" || (share > 0 && (share < 1 || range[0] === "a")));
  if (!isInside) report(path, `\`${text}\` is out of range; write a share ${range}`);
}

/** Reports shares that do not go up. */
export function reportNotAscending(
  report: Report,
  paths: readonly Path[],
  shares: readonly string[],
): void {
  for (const [index, path] of paths.entries()) {
    const share = shares[index];
    const before = shares[index - 1];
    const pathBefore = paths[index - 1];
    if (share === undefined || before === undefined || pathBefore === undefined) continue;
    if (parseShare(share) > parseShare(before)) continue;
    const message = `\`${share}\` is not above \`${before}\` before it; write them ascending`;
    report(path, message, pathBefore);
  }
}
