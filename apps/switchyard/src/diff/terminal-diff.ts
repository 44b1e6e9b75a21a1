import {
  cubeWords,
  extentWords,
  figureWords,
  moveWords,
  type ReviewAnswer,
  type ReviewOutcome,
  type ShownGroup,
} from "@switchyard/policy";
import { QUESTION_WORDS, type DiffReport } from "./diff-report.ts";

const GROUPS_MAX = 10;
const CUBES_MAX = 3;
const REASONS_MAX = 6;

const OUTCOMES: Readonly<Record<ReviewOutcome, string>> = {
  equivalent: "EQUIVALENT",
  approved: "APPROVED",
  "changes-requested": "CHANGES REQUESTED",
  "needs-a-human": "NEEDS A HUMAN",
};

/** A diff as plain lines. */
export function terminalDiff(report: DiffReport): string {
  const { diff, title, classes, weights, verdict, commands } = report;
  const { review, variables, groups } = diff;
  const [share = "", ...notes] = weights;
  const rest = groups.length - GROUPS_MAX;
  return [
    `${title}   ${OUTCOMES[review.outcome]}`,
    ...variables.slice(0, GROUPS_MAX).map(({ words }) => `  ~ ${words}`),
    ...more(variables.length - GROUPS_MAX, "variables"),
    "",
    ...review.answers.flatMap(answerLines),
    ...review.brokenRules.map((rule) => `  ${rule} holds before and is broken after: see below`),
    "",
    diff.changed === 0n ? classes : `${classes} (${share})`,
    ...notes.map((note) => `  ${note}`),
    `  ${verdict}`,
    ...groups
      .slice(0, GROUPS_MAX)
      .flatMap((group, at) => groupLines(group, at, commands[at] ?? [])),
    ...more(rest, "groups; --json has them all"),
    "",
  ].join("\n");
}

function answerLines({ question, answer, reasons, ways }: ReviewAnswer): readonly string[] {
  const [first = "", ...others] = reasons;
  const said = answer === "no" ? "NO" : answer;
  return [
    `  ${QUESTION_WORDS[question].padEnd(30)} ${said.padEnd(6)}  ${first}`,
    ...others.slice(0, REASONS_MAX).map((reason) => `${" ".repeat(41)}${reason}`),
    ...ways.map((way) => `${" ".repeat(39)}> ${way}`),
  ];
}

function groupLines(group: ShownGroup, at: number, commands: readonly string[]): readonly string[] {
  const { cubes, rules } = group;
  const figures = figureWords(group).map(({ name, values, delta }) =>
    delta === "" ? `${name} ${values}` : `${name} ${values} (${delta})`,
  );
  return [
    "",
    `${`${at + 1}.`.padEnd(3)} ${moveWords(group)}`,
    `    ${extentWords(group)}`,
    ...(figures.length === 0 ? [] : [`    ${figures.join("   ")}`]),
    ...cubes.slice(0, CUBES_MAX).map((cube) => `    - ${cubeWords(cube)}`),
    ...more(cubes.length - CUBES_MAX, "such sets of requests").map((line) => `  ${line}`),
    ...rules.map(({ rule, severity, message }) => `    ${severity} ${rule}: ${message}`),
    // The other side is shown by the same command with its own file.
    `    see: ${commands.at(-1) ?? JSON.stringify(group.witness.request)}`,
  ];
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`  and ${count} more ${what}`] : [];
}
