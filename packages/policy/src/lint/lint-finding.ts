import type { DocumentIssue, RequestClass } from "@switchyard/contract";
import type { Acceptance, Severity, WitnessLoss } from "./lint-rule.ts";

/** One violation of a rule, with its place. Pointers into the catalogue start with `catalog:`. */
export interface LintFinding extends DocumentIssue {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  /** The one thing it is about; what a suppression names. */
  readonly about: string;
  /** A line that can be pasted at the place, or a command that can be run. */
  readonly fix?: string;
  /** A request that shows the effect. */
  readonly witness?: RequestClass;
  /** What has to be lost for the witness to show it. */
  readonly loss?: WitnessLoss;
  /** Set: the policy accepts it for now. */
  readonly suppressed?: Acceptance;
}
