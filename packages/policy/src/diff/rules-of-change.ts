import type { Bundle } from "@switchyard/contract";
import { weakerFallbackWords, weakFirst } from "../analyse/find-weaker-fallbacks.ts";
import type { Outcome } from "../analyse/outcome.ts";
import type { Severity } from "../lint/lint-rule.ts";
import { ANALYSIS_RULES } from "../lint/rules/analysis-rules.ts";
import { fallbackBelowFloor } from "../lint/rules/fallback-below-floor.ts";
import { deprecatedInUse } from "../lint/rules/end-of-life.ts";
import { firstChoice, type ClassChange } from "./class-change.ts";

/** A lint rule that holds before a change and is broken after it. */
export interface BrokenRule {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** The one thing it is about; what a suppression names. */
  readonly about: string;
  /** The values, and what follows from them, in one sentence. */
  readonly message: string;
}

/** The rules that a class's outcome breaks after a change and did not before. */
export function rulesOfChange(
  before: Bundle,
  after: Bundle,
  change: ClassChange,
): readonly BrokenRule[] {
  const had = new Set(rulesBroken(before, change.before).map(({ rule }) => rule));
  return rulesBroken(after, change.after).filter(({ rule }) => !had.has(rule));
}

/** The rules that one outcome of a bundle breaks by itself. */
function rulesBroken(bundle: Bundle, outcome: Outcome): readonly BrokenRule[] {
  const broken: BrokenRule[] = [];
  const { route, isDeclared, isIntended } = outcome;
  if (route === undefined && isDeclared && !isIntended) {
    const { id, severity } = ANALYSIS_RULES.gap;
    const message = "no route takes these requests, and `intendedGaps` does not list them";
    broken.push({ rule: id, severity, about: "intendedGaps", message });
  }
  const weak = weakFirst(bundle, outcome);
  if (weak !== undefined && route !== undefined) {
    const { id, severity } = fallbackBelowFloor;
    const message = weakerFallbackWords(bundle, route, weak.via);
    broken.push({ rule: id, severity, about: route, message });
  }
  const first = firstChoice(outcome)?.endpoint.model;
  const model = first === undefined ? undefined : bundle.catalog.models[first];
  if (model?.lifecycle === "deprecated") {
    const { id, severity } = deprecatedInUse;
    const next = model.replacedBy === undefined ? "" : `; it is replaced by ${model.replacedBy}`;
    const message = `deprecated \`${model.id}\` is the first choice${next}`;
    broken.push({ rule: id, severity, about: model.id, message });
  }
  return broken;
}
