import type { SuppressionDocument } from "@switchyard/contract";
import type { LoadedBundle } from "../load/create-bundle.ts";
import { toIssue } from "../load/to-issue.ts";
import { utcDay } from "../price/utc-day.ts";
import type { LintFinding } from "./lint-finding.ts";
import type { LintContext, RuleFinding, RuleText } from "./lint-rule.ts";
import { BUNDLE_RULES } from "./lint-rules.ts";
import { idleSuppression, strayLock } from "./rules/document-rules.ts";

/** A finding with the rule that it is a violation of. */
export interface RuleViolation {
  readonly rule: RuleText;
  readonly finding: RuleFinding;
}

export interface LintOptions {
  /** Instant that stands for now: ages, sunsets and exceptions count from its UTC day. */
  readonly epochMs: number;
  /** Violations found elsewhere, as by an analysis; they may be suppressed like any other. */
  readonly violations?: readonly RuleViolation[];
}

/**
 * Everything that is legal and still wrong with a bundle, errors first, then by rule. Findings
 * that the policy suppresses are in the list and say so. Pure.
 */
export function lintBundle(
  loaded: LoadedBundle,
  { epochMs, violations = [] }: LintOptions,
): readonly LintFinding[] {
  const context = contextOf(loaded, utcDay(epochMs));
  const linted = BUNDLE_RULES.flatMap((rule) =>
    rule.find(context).map((finding) => ({ rule, finding })),
  );
  const found = [
    ...linted.filter((violation) => !violations.some((other) => isSame(violation, other))),
    ...violations,
  ];
  const findings = [
    ...found.map((violation) => placed(violation, loaded)),
    ...strayLockEntries(loaded),
  ].map((finding) => suppressed(finding, context));
  const idle = idleSuppressions(findings, context).map((violation) => placed(violation, loaded));
  return [...findings, ...idle].toSorted(byWeight);
}

/** An analysis proves what a rule suspects: it says more about the same, and goes before it. */
function isSame(left: RuleViolation, right: RuleViolation): boolean {
  return left.rule.id === right.rule.id && left.finding.about === right.finding.about;
}

function contextOf({ bundle, policy, catalog }: LoadedBundle, day: string): LintContext {
  const artefact = catalog.document.quality?.artefact;
  return {
    policy: bundle.policy,
    catalog: bundle.catalog,
    day,
    ...(artefact !== undefined && { artefact }),
    suppressions: policy.document.suppress ?? [],
  };
}

function placed({ rule, finding }: RuleViolation, loaded: LoadedBundle): LintFinding {
  const { id, severity } = rule;
  const { about, fix, witness, loss, accepted } = finding;
  return {
    rule: id,
    severity,
    ...toIssue(finding, loaded.policy, loaded.catalog),
    about,
    fix,
    ...(witness && { witness }),
    ...(loss && { loss }),
    ...(accepted && { suppressed: accepted }),
  };
}

/** The one thing that only reading the lock shows. */
function strayLockEntries({ catalog }: LoadedBundle): readonly LintFinding[] {
  const { id, severity } = strayLock;
  return catalog.warnings.map(({ pointer, ...issue }) => ({
    rule: id,
    severity,
    ...issue,
    pointer: `catalog:${pointer}`,
    about: "catalog.lock.json",
    fix: "switchyard catalog refresh",
  }));
}

function suppressed(finding: LintFinding, { suppressions, day }: LintContext): LintFinding {
  const entry = suppressions.find(
    (suppression) => covers(suppression, finding) && suppression.expires >= day,
  );
  if (entry === undefined) return finding;
  return { ...finding, suppressed: { reason: entry.reason, expires: entry.expires } };
}

function covers({ rule, about }: SuppressionDocument, finding: LintFinding): boolean {
  return rule === finding.rule && about === finding.about;
}

function idleSuppressions(
  findings: readonly LintFinding[],
  { suppressions }: LintContext,
): readonly RuleViolation[] {
  return suppressions.flatMap((suppression, index): readonly RuleViolation[] => {
    if (findings.some((finding) => covers(suppression, finding))) return [];
    const { rule, about } = suppression;
    const finding: RuleFinding = {
      document: "policy",
      path: ["suppress", index],
      about,
      message: `no finding of ${rule} is about \`${about}\`; remove the entry`,
      fix: "suppress: []",
    };
    return [{ rule: idleSuppression, finding }];
  });
}

const SEVERITIES = ["error", "warning", "info"] as const;

function byWeight(left: LintFinding, right: LintFinding): number {
  const severity = SEVERITIES.indexOf(left.severity) - SEVERITIES.indexOf(right.severity);
  return severity === 0 ? Number(left.rule.slice(1)) - Number(right.rule.slice(1)) : severity;
}
