import { ConfigurationError } from "@switchyard/contract";
import { LINT_RULES, nearest, wrapText } from "@switchyard/policy";

const WIDTH = 100;

/** A rule of lint in full, for `--explain`. Throws `ConfigurationError` for an unknown id. */
export function explainRule(id: string, isJson: boolean): string {
  const rule = LINT_RULES.find((known) => known.id === id.toUpperCase());
  if (rule === undefined) {
    const ids = LINT_RULES.map((known) => known.id);
    const meant = nearest(id.toUpperCase(), ids);
    const way = meant === undefined ? `Give one of ${ids.join(", ")}.` : `Did you mean ${meant}?`;
    throw new ConfigurationError(`No rule has the id ${id}. ${way}`);
  }
  const { severity, summary, explanation } = rule;
  return isJson
    ? `${JSON.stringify({ version: 1, id: rule.id, severity, summary, explanation })}\n`
    : `${rule.id} (${severity}) ${summary}\n\n${wrapText(explanation, WIDTH, "")}\n`;
}
