import type { Catalog } from "@switchyard/contract";
import { mapRecord } from "./map-record.ts";

/** The scale that catalogues use when they serve policies with different ones. Ascending. */
const COMMON_RISKS: readonly string[] = ["low", "medium", "high"];

/**
 * Whether a model approved for `approvedRisk` has a place on a policy's scale: the class is the
 * policy's own, or both are parts of low, medium, high.
 */
export function isOnRiskScale(approvedRisk: string, risks: readonly string[]): boolean {
  if (risks.includes(approvedRisk)) return true;
  return COMMON_RISKS.includes(approvedRisk) && isPartOfCommonScale(risks);
}

/**
 * The catalogue as a policy reads it: a model approved for a class that the policy does not
 * declare is approved for the highest declared class below it. One without such a class is left
 * as it is and answers nothing.
 */
export function placeOnRiskScale(catalog: Catalog, risks: readonly string[]): Catalog {
  if (!isPartOfCommonScale(risks)) return catalog;
  const models = mapRecord(catalog.models, (model) => {
    const rank = COMMON_RISKS.indexOf(model.approvedRisk);
    const approvedRisk = risks.findLast((risk) => COMMON_RISKS.indexOf(risk) <= rank);
    return approvedRisk === undefined ? model : { ...model, approvedRisk };
  });
  return { ...catalog, models };
}

function isPartOfCommonScale(risks: readonly string[]): boolean {
  const ranks = risks.map((risk) => COMMON_RISKS.indexOf(risk));
  return ranks.every((rank, index) => rank > (ranks[index - 1] ?? -1));
}
