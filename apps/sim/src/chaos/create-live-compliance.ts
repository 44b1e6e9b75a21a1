import type { LoadedBundle } from "@switchyard/policy";
import { createComplianceChecker, type ComplianceChecker } from "@switchyard/testkit";

/**
 * Checks each ask by the documents that were in force for it: policies may change on the way.
 *
 * @param bundleOf the documents that a hash begins so, as events name it
 */
export function createLiveCompliance(
  bundleOf: (hashStart: string) => LoadedBundle,
): ComplianceChecker {
  const checkers = new Map<string, ComplianceChecker>();
  const checkerOf = (hashStart: string): ComplianceChecker => {
    const known = checkers.get(hashStart);
    if (known !== undefined) return known;
    const { policy, catalog } = bundleOf(hashStart);
    const checker = createComplianceChecker({
      policy: policy.document,
      catalog: catalog.document,
    });
    checkers.set(hashStart, checker);
    return checker;
  };
  return {
    record: (event) => checkerOf(event.bundle).record(event),
    violations: () => [...checkers.values()].flatMap((checker) => checker.violations()),
  };
}
