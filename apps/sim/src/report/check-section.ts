import type { CheckOutcome } from "@switchyard/simulator";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { checkText, measuredText } from "./check-text.ts";
import { adviceText } from "./locate-advice.ts";

const GLYPHS: Readonly<Record<CheckOutcome["status"], string>> = {
  passed: "✔",
  failed: "✖",
  "not-measured": "–",
};

/** Each expectation with what was measured; where it failed, why it matters and what to change. */
export function checkSection({ outcome, documents }: RehearsalRun): readonly string[] {
  const texts = outcome.checks.map(({ check }) => checkText(check));
  const width = Math.max(...texts.map((text) => text.length));
  return outcome.checks.flatMap((checked, index) => {
    const line = checkLine(checked, (texts[index] ?? "").padEnd(width));
    return [line, ...detailLines(checked, documents)];
  });
}

/** One expectation in one line. */
export function checkLine(checked: CheckOutcome, text: string): string {
  return `${GLYPHS[checked.status]} ${text}  ${resultText(checked)}`;
}

function resultText(outcome: CheckOutcome): string {
  const { status, worst, note = "not measured", check } = outcome;
  if (status === "not-measured") return note;
  const where = check.perRoute && worst !== undefined ? ` on route ${worst.route}` : "";
  return `${measuredText(outcome)}${where}`;
}

function detailLines(
  { status, check, advice }: CheckOutcome,
  { bundle }: RehearsalRun["documents"],
): readonly string[] {
  if (status !== "failed") return [];
  const { why } = check.written;
  return [
    ...(why === undefined ? [] : [`    because: ${why}`]),
    ...advice.map((one) => `    ${adviceText(one, bundle.policy.locate)}`),
  ];
}
