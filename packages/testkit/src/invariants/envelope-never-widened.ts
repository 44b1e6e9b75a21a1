import { createComplianceChecker } from "./compliance.ts";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const envelopeNeverWidened: Invariant = defineInvariant(
  "envelope-never-widened",
  "No call goes to an endpoint that the policy's envelope or routes forbid, on no rung or fallback.",
  ({ bundles, events }, report) => {
    for (const [bundle, documents] of Object.entries(bundles)) {
      const checker = createComplianceChecker(documents);
      for (const event of events) if (event.bundle === bundle) checker.record(event);
      for (const { rule, message, askId } of checker.violations())
        report(`${rule}: ${message}`, askId);
    }
  },
);
