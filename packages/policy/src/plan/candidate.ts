import type {
  Bundle,
  Endpoint,
  Model,
  ModelRung,
  RequestClass,
  Route,
  RungName,
} from "@switchyard/contract";
import { endpointId } from "./endpoint-id.ts";
import { ownEntry } from "./own-entry.ts";

/** What the candidates of one rung are measured against. */
export interface RungContext {
  readonly bundle: Bundle;
  readonly request: RequestClass;
  /** UTC day of the instant: prices and sunsets count in days. */
  readonly day: string;
  readonly name: RungName;
  readonly rung: ModelRung;
  /** Tiers that the spend levels in force take from the highest. */
  readonly spendTierDown: number;
}

/** A model in a region, listed by a route, with the facts that several checks need. */
export interface Candidate {
  readonly endpoint: Endpoint;
  readonly model: Model;
  readonly route: Route;
  /** Position of the model among the route's candidates. */
  readonly listed: number;
  readonly costPerSuccessMicroUsd: number;
  readonly quality: number | null;
}

/** What a candidate's own facts hang on. */
interface CandidateContext {
  readonly bundle: Pick<Bundle, "catalog">;
  readonly request: Pick<RequestClass, "intent">;
}

/** Every candidate of a route, each once: in the order listed, then in its regions' order. */
export function candidatesOf(
  route: Route,
  { bundle, request }: CandidateContext,
  costOf: (model: Model) => number,
): readonly Candidate[] {
  const scores = ownEntry(bundle.catalog.quality, request.intent) ?? {};
  const candidates = new Map<string, Candidate>();
  for (const [listed, name] of route.candidates.entries()) {
    const model = ownEntry(bundle.catalog.models, name);
    // A name that the catalogue lacks has no endpoint; the loader reports it.
    if (model === undefined) continue;
    const quality = ownEntry(scores, model.id) ?? null;
    for (const region of model.regions) {
      const id = endpointId(model.id, region);
      if (candidates.has(id)) continue;
      candidates.set(id, {
        endpoint: { id, model: model.id, provider: model.provider, region },
        model,
        route,
        listed,
        costPerSuccessMicroUsd: costOf(model),
        quality,
      });
    }
  }
  return [...candidates.values()];
}
