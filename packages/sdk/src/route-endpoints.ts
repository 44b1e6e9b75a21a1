import type { Bundle } from "@switchyard/contract";
import { endpointId } from "@switchyard/policy";

/** Ids of the endpoints that callers' routes list as candidates, each once, in the policy's order. */
export function routeEndpoints({ policy, catalog }: Bundle): readonly string[] {
  const candidates = new Set(
    policy.routes.filter(({ internal }) => !internal).flatMap((route) => route.candidates),
  );
  return [...candidates].flatMap((model) =>
    (catalog.models[model]?.regions ?? []).map((region) => endpointId(model, region)),
  );
}
