import type { ExplainedSurvivor } from "./explained-survivor.ts";
import { POLICY_SURVIVORS } from "./policy-survivors.ts";
import { SDK_SURVIVORS } from "./sdk-survivors.ts";

/** Survivors with the reason why no test kills them. What was run, the README says. */
export const EXPLAINED_SURVIVORS: readonly ExplainedSurvivor[] = [
  ...SDK_SURVIVORS,
  ...POLICY_SURVIVORS,
];
