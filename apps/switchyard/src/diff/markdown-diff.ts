import {
  cubeWords,
  figureWords,
  KIND_WORDS,
  moveWords,
  shareWords,
  type ReviewAnswer,
  type ReviewOutcome,
  type ShownGroup,
} from "@switchyard/policy";
import { QUESTION_WORDS, type DiffReport } from "./diff-report.ts";

/** A comment is read; what does not fit is in the JSON. */
const GROUPS_MAX = 10;
const CUBES_MAX = 3;
const VARIABLES_MAX = 10;
const HASH_SHOWN = 12;

const OUTCOMES: Readonly<Record<ReviewOutcome, string>> = {
  equivalent: "equivalent",
  approved: "approved",
  "changes-requested": "changes requested",
  "needs-a-human": "needs a human",
};
const MARKS = { yes: "✅ yes", no: "❌ no", partly: "⚠️ partly" } as const;

/**
 * A diff as a comment on a change. Its first line is hidden, and the same for every diff of the
 * policy: by it the comment that is there already is found and updated.
 */
export function markdownDiff(report: DiffReport): string {
  const { diff, title, marker, names, classes, weights, verdict } = report;
  const { review, variables, groups, before, after } = diff;
  return [
    `<!-- switchyard-diff ${marker.replaceAll("--", "- -")} -->`,
    `### ${title}: ${OUTCOMES[review.outcome]}`,
    "",
    ...variables.slice(0, VARIABLES_MAX).map(({ words }) => `- ${text(words)}`),
    ...more(variables.length - VARIABLES_MAX, "variables"),
    "",
    `**${classes}** (${weights.join("; ")}). ${sentence(verdict)}`,
    "",
    "| Review question | Answer | Why |",
    "|---|---|---|",
    ...review.answers.map(answerRow),
    "",
    ...ways(review.answers),
    ...groupTable(groups),
    ...rules(groups),
    ...witnesses(report),
    `<sub>\`${before.hash.slice(0, HASH_SHOWN)}\` → \`${after.hash.slice(0, HASH_SHOWN)}\` · ` +
      `reproduce: \`switchyard diff ${names.before} ${names.after}\`</sub>`,
    "",
  ].join("\n");
}

function answerRow({ question, answer, reasons }: ReviewAnswer): string {
  return `| ${QUESTION_WORDS[question]} | ${MARKS[answer]} | ${cell(reasons.slice(0, 3).join("; "))} |`;
}

function ways(answers: readonly ReviewAnswer[]): readonly string[] {
  const all = answers.flatMap((answer) => answer.ways);
  if (all.length === 0) return [];
  return ["**The way to yes**", "", ...all.map((way) => `- ${text(way)}`), ""];
}

function groupTable(groups: readonly ShownGroup[]): readonly string[] {
  if (groups.length === 0) return [];
  return [
    "| Requests | Where they go | Cost per success | p95 | Quality | Share |",
    "|---|---|---|---|---|---|",
    ...groups.slice(0, GROUPS_MAX).map(groupRow),
    "",
    ...more(groups.length - GROUPS_MAX, "groups; `--json` has them all"),
  ];
}

function groupRow(group: ShownGroup): string {
  const { kind, cubes, share, rules: broken } = group;
  const figures = new Map(
    figureWords(group).map(({ name, values, delta }) => [
      name,
      delta === "" ? values : `${values}<br>${delta}`,
    ]),
  );
  const shown = cubes.slice(0, CUBES_MAX).map((cube) => cell(cubeWords(cube)));
  const rest = cubes.length - CUBES_MAX;
  const requests = [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join("<br>");
  const marks = broken.map(({ rule }) => ` **${rule}**`).join("");
  const cells = ["cost/success", "p95", "quality"].map((name) => figures.get(name) ?? "");
  return `| ${requests} | ${cell(moveWords(group))}<br>${KIND_WORDS[kind]}${marks} | ${cells.join(" | ")} | ${shareWords(share)} |`;
}

function rules(groups: readonly ShownGroup[]): readonly string[] {
  const lines = groups.flatMap((group) =>
    group.rules.map(({ rule, severity, message }) => {
      const mark = severity === "error" ? "❌" : "⚠️";
      return `${mark} **${rule}** ${text(message)}`;
    }),
  );
  return [...new Set(lines)].flatMap((line) => [line, ""]);
}

function witnesses({ diff, commands }: DiffReport): readonly string[] {
  if (diff.groups.length === 0) return [];
  const lines = diff.groups.slice(0, GROUPS_MAX).map(({ witness }, at) => {
    const way = commands[at]?.map((command) => `\n   \`${command}\``).join("") ?? "";
    return `${at + 1}. \`${JSON.stringify(witness.request)}\`${way}`;
  });
  return [
    "<details><summary>A request of each group, planned afresh by both policies</summary>",
    "",
    ...lines,
    "",
    "</details>",
    "",
  ];
}

function more(count: number, what: string): readonly string[] {
  return count > 0 ? [`- and ${count} more ${what}`] : [];
}

function sentence(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}.`;
}

/** A bar would end the cell, and a line break the table. */
function cell(words: string): string {
  return text(words).replaceAll("|", "\\|");
}

/** In one line, and without what would be a tag. */
function text(words: string): string {
  return words.replaceAll(/\s+/g, " ").replaceAll("<", "&lt;");
}
