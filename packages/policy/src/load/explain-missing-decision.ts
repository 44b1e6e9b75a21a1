import { PolicyDocument, type PolicyInput } from "@switchyard/contract";
import { PRESET_NAMES } from "../builtin/presets.ts";
import { wayOut } from "./explain-issue.ts";
import type { Path } from "./json-pointer.ts";
import { schemaAt } from "./schema-at.ts";

/** Says which decision a policy leaves open, and how to make it. */
export function explainMissingDecision(path: Path, input: PolicyInput): string {
  const { routes, budgets, extends: preset } = input;
  const [section, index, ...keys] = path;
  const key = keys.join(".");
  const way = wayOut(String(path.at(-1)), schemaAt(PolicyDocument, path));
  if (section === "routes" && typeof index === "number") {
    const subject = `route \`${routes[index]?.id}\` does not decide \`${key}\``;
    return key === "fallback"
      ? `${subject}; write \`fallback: none\` or a route id`
      : `${subject}; ${way}`;
  }
  if (section === "budgets" && typeof index === "number") {
    return `budget \`${budgets?.[index]?.id}\` does not decide \`${key}\`; ${way}`;
  }
  const open = `the policy does not decide \`${path.join(".")}\`; ${way}`;
  return preset === undefined ? `${open}, or take it from \`extends: ${PRESET_NAMES[0]}\`` : open;
}
