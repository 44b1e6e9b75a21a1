import type { AttemptSummary } from "@switchyard/contract";

/** The calls that failed, in order: `openai/gpt-6-sol#us: timeout, …`. Empty: none did. */
export function failuresInWords(history: readonly AttemptSummary[]): string {
  return history
    .filter(({ outcome }) => outcome !== "ok" && outcome !== "outrun")
    .map(({ endpoint, outcome }) => `${endpoint}: ${outcome}`)
    .join(", ");
}
