import {
  cubeWords,
  diffWords,
  extentWords,
  figureWords,
  moveWords,
  type ReviewedDiff,
  type ShownGroup,
} from "@switchyard/policy";
import { wrapText } from "../format/wrap-text.ts";
import type { PolicyReading } from "../hands/read-policy.ts";
import type { ViewModel } from "../view/view-model.ts";
import { fitLine, type Line, type Span } from "./line.ts";
import { COLORS } from "./marks.ts";
import type { PolicyPage } from "./policy-page.ts";

const CAPTION_COLUMNS = 10;
const INDENT = "  ";
/** Request classes shown of one change. */
const CUBES_MAX = 3;

/** Which policy is in force, which file is looked at, and what Enter does. */
export function policyForm(
  { policyName, policyVersion, bundleHash }: ViewModel,
  page: PolicyPage,
  isTyping: boolean,
  width: number,
): readonly Line[] {
  const isStanding =
    page.reading?.kind === "valid" && page.reading.loaded.bundle.hash === bundleHash;
  const room = width - CAPTION_COLUMNS - 4;
  // The end of a path says most.
  const shown = page.path.length > room ? `…${page.path.slice(1 - room)}` : page.path;
  const path: Line = isTyping
    ? [
        { text: shown, bold: true },
        { text: " ", inverse: true },
      ]
    : [{ text: `◂ ${shown} ▸` }];
  const inForce = `${policyName} v${policyVersion}`;
  return [
    [caption("in force"), { text: inForce }, { text: ` ${bundleHash.slice(0, 12)}`, dim: true }],
    [caption("file"), ...path],
    isStanding && !isTyping
      ? [{ text: "it is in force already", dim: true }]
      : [{ text: "enter", bold: true }, { text: ` ${enterWords(page, isTyping)}` }],
  ];
}

function enterWords({ path, reading }: PolicyPage, isTyping: boolean): string {
  if (isTyping || path === "") return "reads the file; nothing changes yet";
  switch (reading?.kind) {
    case undefined:
      return "reads the file; nothing changes yet";
    case "valid":
      return "brings it into force between two asks";
    case "invalid":
      return "pushes it all the same: the router refuses it";
    case "unreadable":
      return "does nothing: p names another file";
  }
}

/** What a file came to: what changes with it, or what is wrong with it. */
export function readingLines(reading: PolicyReading, width: number): readonly Line[] {
  switch (reading.kind) {
    case "valid":
      return typeof reading.diff === "string"
        ? wrapped(`It cannot be compared: ${reading.diff}`, width)
        : diffLines(reading.diff, width);
    case "invalid":
    case "unreadable":
      return reading.problems.flatMap((problem) =>
        wrapped(`✖ ${problem}`, width, { color: COLORS.fail }),
      );
  }
}

function diffLines(diff: ReviewedDiff, width: number): readonly Line[] {
  const { title, classes, verdict } = diffWords(diff);
  const answer = diff.review.answers.find(({ question }) => question === "compliance");
  const risks = answer === undefined || answer.answer === "yes" ? [] : answer.reasons;
  return [
    [{ text: title, bold: true }],
    ...diff.variables.flatMap(({ words }) => wrapped(`~ ${words}`, width)),
    ...wrapped(diff.changed === 0n ? classes : `${classes}; ${verdict}`, width),
    ...risks.flatMap((risk) => wrapped(`▲ ${risk}`, width, { color: COLORS.warn })),
    ...diff.groups.flatMap((group, at) => groupLines(group, at, width)),
  ];
}

function groupLines(group: ShownGroup, at: number, width: number): readonly Line[] {
  const { cubes, rules } = group;
  const figures = figureWords(group).map(({ name, values, delta }) =>
    delta === "" ? `${name} ${values}` : `${name} ${values} (${delta})`,
  );
  const rest = cubes.length - CUBES_MAX;
  const details = [
    extentWords(group),
    ...(figures.length === 0 ? [] : [figures.join(" · ")]),
    ...cubes.slice(0, CUBES_MAX).map((cube) => `- ${cubeWords(cube)}`),
    ...(rest > 0 ? [`and ${rest} more such sets of requests`] : []),
    ...rules.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`),
  ];
  return [
    [{ text: " " }],
    ...wrapped(`${at + 1}. ${moveWords(group)}`, width, { bold: true }),
    ...details.flatMap((text) => wrapped(text, width - INDENT.length).map(indented)),
  ];
}

/** Whole words on each line; those after the first are indented as far as its mark. */
function wrapped(text: string, width: number, look: Omit<Span, "text"> = {}): readonly Line[] {
  return wrapText(text, width - INDENT.length).map((line, row) => [
    { text: row === 0 ? line : `${INDENT}${line}`, ...look },
  ]);
}

function indented(line: Line): Line {
  return [{ text: INDENT }, ...line];
}

function caption(text: string): Span {
  return {
    text: fitLine([{ text }], CAPTION_COLUMNS)
      .map((span) => span.text)
      .join(""),
    dim: true,
  };
}
