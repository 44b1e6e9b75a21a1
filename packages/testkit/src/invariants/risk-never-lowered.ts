import { asksOf } from "./asks-of.ts";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const riskNeverLowered: Invariant = defineInvariant(
  "risk-never-lowered",
  "An ask is routed at the risk that its caller stated, or at a higher one.",
  ({ bundles, events, asks = {} }, report) => {
    for (const [askId, { risk, bundle }] of asksOf(events)) {
      const stated = asks[askId]?.request.risk;
      const risks = bundles[bundle]?.policy.domains.risks;
      if (stated === undefined || risks === undefined) continue;
      if (risks.indexOf(risk) < risks.indexOf(stated))
        report(`It was asked at risk ${stated} and routed at ${risk}.`, askId);
    }
  },
);
