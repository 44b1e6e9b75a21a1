import type { ExplainedSurvivor } from "./explained-survivor.ts";

export const EXPLAINED_SURVIVORS: readonly ExplainedSurvivor[] = [];
