import { deprecatedInUse, retiredReferenced } from "../../lint/rules/end-of-life.ts";
import { endingException } from "../../lint/rules/ending-exception.ts";
import { missingScore } from "../../lint/rules/missing-score.ts";
import type { LoadedCatalog } from "../load-catalog.ts";
import type { LoadedPolicy } from "../load-policy.ts";
import type { CrossFinding } from "./cross-finding.ts";

const RULES = [missingScore, retiredReferenced, deprecatedInUse, endingException];

/**
 * What is legal and still worth a word to whoever loads it: missing scores, ends of life, ending
 * exceptions. The catalogue's date stands for today: loading reads no clock.
 */
export function warnOfBundle(
  policy: LoadedPolicy,
  catalog: LoadedCatalog,
): readonly CrossFinding[] {
  const context = {
    policy: policy.policy,
    catalog: catalog.catalog,
    day: catalog.catalog.asOf,
    suppressions: policy.document.suppress ?? [],
  };
  return RULES.flatMap((rule) => rule.find(context));
}
