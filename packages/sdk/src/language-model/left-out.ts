import type { SharedV4Warning } from "@ai-sdk/provider";

/** Notes something of a call that the router cannot pass on, and what the user can do. */
export type LeaveOut = (feature: string, details: string) => void;

/** What was left out of one call: a warning for each feature, however often it was met. */
export interface LeftOut {
  readonly note: LeaveOut;
  warnings(): readonly SharedV4Warning[];
}

/** Notes of one call. */
export function createLeftOut(): LeftOut {
  const detailsByFeature = new Map<string, string>();
  return {
    note: (feature, details) => {
      if (!detailsByFeature.has(feature)) detailsByFeature.set(feature, details);
    },
    warnings: () =>
      [...detailsByFeature].map(([feature, details]) => ({
        type: "unsupported",
        feature,
        details,
      })),
  };
}
