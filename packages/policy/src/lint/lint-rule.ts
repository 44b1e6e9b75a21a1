import type { Bundle, RequestClass, SuppressionDocument } from "@switchyard/contract";
import type { CrossFinding } from "../load/checks/cross-finding.ts";

/** How much a finding matters: only an error makes `switchyard check` fail. */
export type Severity = "error" | "warning" | "info";

/** What a rule is, in words. */
export interface RuleText {
  /** Stable: `R` and two digits. */
  readonly id: string;
  readonly severity: Severity;
  /** One line. */
  readonly summary: string;
  /** Why the rule is there and what to do, for someone who has just been stopped by it. */
  readonly explanation: string;
}

/** What the rules look at. */
export interface LintContext extends Pick<Bundle, "policy" | "catalog"> {
  /** UTC day that stands for today, `YYYY-MM-DD`. */
  readonly day: string;
  /** What `quality.artefact` of the catalogue says. Absent: nothing is said. */
  readonly artefact?: string;
  /** What the policy suppresses. */
  readonly suppressions: readonly SuppressionDocument[];
}

/** The live state under which a witness shows its finding. */
export interface WitnessLoss {
  /** Failure domains, as `provider:openai`. */
  readonly down: readonly string[];
  /** Milliseconds left to answer. Absent: all that the caller waits. */
  readonly remainingMs?: number;
}

/** Why a finding is accepted, and until which UTC day, `YYYY-MM-DD`. */
export interface Acceptance {
  readonly reason: string;
  readonly expires: string;
}

/** One violation of a rule, before its place in a file is looked up. */
export interface RuleFinding extends CrossFinding {
  /** The one thing it is about: a route, model, rung, budget or entry, by name. */
  readonly about: string;
  /** A line that can be pasted, or a command that can be run. */
  readonly fix: string;
  /** A request that shows the effect. */
  readonly witness?: RequestClass;
  /** What has to be lost for the witness to show it. */
  readonly loss?: WitnessLoss;
  /** Set: the policy accepts it for now by an entry of its own. */
  readonly accepted?: Acceptance;
}

/** A rule that looks at a bundle. */
export interface LintRule extends RuleText {
  readonly find: (context: LintContext) => readonly RuleFinding[];
}
