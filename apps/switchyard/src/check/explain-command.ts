import { shellWord, utcDay, type LintFinding } from "@switchyard/policy";

/** The command line whose request shows a finding; undefined where it has no witness. */
export function explainCommand(
  { witness, loss }: Pick<LintFinding, "witness" | "loss">,
  { policy, catalog }: { readonly policy: string; readonly catalog?: string },
  date: number,
): string | undefined {
  if (witness === undefined) return undefined;
  const { intent, risk, slaMs, segment, locale, residency } = witness;
  const { contextTokens, workload, capabilities } = witness;
  const flags: readonly (readonly string[])[] = [
    ["--intent", intent],
    ["--risk", risk],
    ["--sla", `${slaMs}ms`],
    ["--segment", segment],
    ["--locale", locale],
    ["--residency", residency],
    ["--context-tokens", `${contextTokens}`],
    ["--workload", workload],
    ["--capability", ...capabilities],
    ["--down", ...(loss?.down ?? [])],
    ["--remaining", ...(loss?.remainingMs === undefined ? [] : [`${loss.remainingMs}ms`])],
    ["--policy", policy],
    ["--catalog", ...(catalog === undefined ? [] : [catalog])],
    ["--date", utcDay(date)],
  ];
  const words = flags.filter(({ length }) => length > 1).flat();
  return `switchyard explain ${words.map(shellWord).join(" ")}`;
}
