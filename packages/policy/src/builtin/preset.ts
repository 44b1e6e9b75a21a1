import type { DomainsDocument, Lifecycle, PolicyInput } from "@switchyard/contract";

/** Decisions that a policy takes over with `extends`. A published version never changes. */
export interface Preset {
  readonly document: Omit<PolicyInput, "schema" | "name" | "extends" | "domains" | "routes"> & {
    readonly domains: Partial<DomainsDocument>;
  };
  /** Lifecycles allowed to risk classes that the policy's envelope does not name. */
  readonly lifecycles: {
    readonly lowestRisk: readonly Lifecycle[];
    readonly otherRisks: readonly Lifecycle[];
  };
}
