import type { ModelRung, RungName } from "@switchyard/contract";
import type { LintRule, RuleFinding } from "../lint-rule.ts";

/** R14: every rung asks for at most what the one above it asks for. */
export const ladderNotMonotone: LintRule = {
  id: "R14",
  severity: "error",
  summary: "A lower rung asks for more than the rung above it.",
  explanation:
    "Rungs are tried in order as things get worse, so each must be cheaper and ask for less than " +
    "the one above: `tierDown` and `qualityFloorLower` never fall, `outputTokensMax` never rises. " +
    "A lower rung that asks for more is tried last and helps least.",
  find: ({ policy: { ladder } }) => {
    const { full, constrained, summary } = ladder;
    const rungs = [
      { name: "full", rung: full },
      { name: "constrained", rung: constrained },
      { name: "summary", rung: summary },
    ] as const;
    const declared = rungs.flatMap(({ name, rung }) => (rung === undefined ? [] : { name, rung }));
    return declared.flatMap((lower, index) => {
      const upper = declared[index - 1];
      return upper === undefined ? [] : compareRungs(upper, lower);
    });
  },
};

interface NamedRung {
  readonly name: RungName;
  readonly rung: ModelRung;
}

function compareRungs(upper: NamedRung, lower: NamedRung): readonly RuleFinding[] {
  const findings: RuleFinding[] = [];
  const report = (key: string, have: number | undefined, need: number, relation: string): void => {
    findings.push({
      document: "policy",
      path: ["ladder", lower.name, key],
      about: lower.name,
      message: `rung \`${lower.name}\` has ${key} ${have ?? "unlimited"}, ${relation} ${need} of \`${upper.name}\` above it`,
      fix: `${key}: ${need}`,
    });
  };
  for (const key of ["tierDown", "qualityFloorLower"] as const) {
    if (lower.rung[key] < upper.rung[key])
      report(key, lower.rung[key], upper.rung[key], "less than");
  }
  const most = upper.rung.outputTokensMax;
  const have = lower.rung.outputTokensMax;
  if (most !== undefined && (have ?? Infinity) > most) {
    report("outputTokensMax", have, most, "more than");
  }
  return findings;
}
