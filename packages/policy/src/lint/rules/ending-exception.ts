import { daysUntil } from "../days-until.ts";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/** An exception is seen at least once in a review of every month before it ends. */
const NOTICE_DAYS = 30;

/** R29: an accepted loss or a suppressed finding that ends soon, or has ended. */
export const endingException: LintRule = {
  id: "R29",
  severity: "warning",
  summary: "An accepted loss or a suppression ends soon or has ended.",
  explanation:
    "Exceptions are for a time. In the 30 days before the last one, decide: mend what was " +
    "accepted, or renew the entry with a new reason. After its last day it holds no more, and " +
    "what it covered is reported again.",
  find: ({ policy, suppressions, day }) => [
    ...(policy.contingency?.accept ?? []).flatMap(({ id, expires }, index) =>
      ending(`the accepted loss \`${id}\``, id, expires, day, ["contingency", "accept", index]),
    ),
    ...suppressions.flatMap(({ rule, about, expires }, index) =>
      ending(`the suppression of ${rule} for \`${about}\``, about, expires, day, [
        "suppress",
        index,
      ]),
    ),
  ],
};

function ending(
  what: string,
  about: string,
  expires: string,
  day: string,
  path: readonly (string | number)[],
): readonly RuleFinding[] {
  const left = daysUntil(expires, day);
  if (left > NOTICE_DAYS) return [];
  const words =
    left < 0 ? `expired on ${expires}, before ${day}` : `expires on ${expires}, in ${left} days`;
  return [
    {
      document: "policy",
      path: [...path, "expires"],
      about,
      message: `${what} ${words}; renew or remove it`,
      fix: `expires: ${nextQuarter(day)}`,
    },
  ];
}

/** Three months on, the first of a month. */
function nextQuarter(day: string): string {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + 3;
  const month = String((months % 12) + 1).padStart(2, "0");
  return `${Math.floor(months / 12)}-${month}-01`;
}
