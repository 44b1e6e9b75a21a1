import { DocumentError, type Bundle, type DocumentIssue } from "@switchyard/contract";
import { checkBundle } from "./checks/check-bundle.ts";
import { warnOfBundle } from "./checks/warn-of-bundle.ts";
import { hashBundle } from "./hash-bundle.ts";
import type { LoadedCatalog } from "./load-catalog.ts";
import type { LoadedPolicy } from "./load-policy.ts";
import { placeOnRiskScale } from "./place-on-risk-scale.ts";
import { toIssue } from "./to-issue.ts";

/** A bundle with the documents it was made of. */
export interface LoadedBundle {
  readonly bundle: Bundle;
  readonly policy: LoadedPolicy;
  readonly catalog: LoadedCatalog;
  /** Those of policy and catalogue, and those that only both together show. */
  readonly warnings: readonly DocumentIssue[];
}

/**
 * Puts policy and catalogue together and checks each name that one has of the other. Pointers
 * into the catalogue start with `catalog:`.
 *
 * @throws DocumentError with every mistake
 */
export function createBundle(policy: LoadedPolicy, catalog: LoadedCatalog): LoadedBundle {
  const issues = checkBundle(policy.policy, catalog.catalog).map((finding) =>
    toIssue(finding, policy, catalog),
  );
  if (issues.length > 0) throw new DocumentError("policy and catalogue", issues);
  const warnings = warnOfBundle(policy, catalog).map((finding) =>
    toIssue(finding, policy, catalog),
  );
  const placed = placeOnRiskScale(catalog.catalog, policy.policy.domains.risks);
  const hash = hashBundle(policy.policy, placed);
  return {
    bundle: { hash, policy: policy.policy, catalog: placed },
    policy,
    catalog,
    warnings: [...policy.warnings, ...catalog.warnings, ...warnings],
  };
}
