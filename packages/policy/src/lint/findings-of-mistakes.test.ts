import { DocumentError } from "@switchyard/contract";
import { expect, test } from "vitest";
import { shippedWith, type Edit } from "../load/arbitraries.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { findingsOfMistakes } from "./findings-of-mistakes.ts";

test.each<readonly [string, Edit]>([
  ["R01", ["/routes/0/limits/latencyMax", 9]],
  ["R02", ["/routes/0/match/intents/0", "regulated-anser"]],
  ["R02", ["/routes/0/fallback", "planing"]],
  ["R03", ["/routes/1/id", "regulated"]],
  ["R03", ["/budgets/1/id", "day"]],
  ["R05", ["/routes/0/fallback", "regulated"]],
])("%s is what %j breaks", (rule, edit) => {
  const load = (): unknown => loadPolicy(shippedWith("policy.yaml", edit));
  let found: readonly string[] = [];
  try {
    load();
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    found = findingsOfMistakes(error.issues).map((finding) => `${finding.rule} ${finding.pointer}`);
  }

  expect(found).toContain(`${rule} ${edit[0]}`);
});
