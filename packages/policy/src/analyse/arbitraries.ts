import type { Bundle, Catalog } from "@switchyard/contract";
import * as fc from "fast-check";
import { aBundle } from "../plan/arbitraries.ts";

/** A bundle with so few classes that each can be planned: three models, one segment, one locale. */
export function aSmallBundle(): fc.Arbitrary<Bundle> {
  return aBundle().map(({ hash, policy, catalog }) => {
    const { domains } = policy;
    const models = Object.values(catalog.models).slice(0, 3);
    const kept: Catalog = {
      ...catalog,
      sharedEdges: { edge: Object.keys(catalog.providers).slice(0, 2) },
      models: Object.fromEntries(models.map((model) => [model.id, model])),
    };
    return {
      hash,
      catalog: kept,
      policy: {
        ...policy,
        domains: {
          ...domains,
          intents: domains.intents.slice(0, 2),
          risks: domains.risks.slice(0, 2),
          residencies: domains.residencies.slice(0, 2),
          segments: ["free"],
          locales: ["other"],
          workloads: { small: { inputTokens: 1_500, outputTokens: 400 } },
        },
      },
    };
  });
}
