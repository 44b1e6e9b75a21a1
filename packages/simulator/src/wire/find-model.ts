import { REASONING_EFFORTS, type Model, type ReasoningEffort } from "@switchyard/contract";
import type { WireRequest } from "./dialect.ts";
import type { SimulatedEndpoint } from "./simulated-endpoints.ts";

/**
 * The model that a request means: its name on the wire, and of its variants the one with the
 * request's reasoning effort, else the nearest effort, because a provider's SDK may round it.
 */
export function findModel(
  endpoint: SimulatedEndpoint,
  { wireName, reasoningEffort }: WireRequest,
): Model | undefined {
  const variants = endpoint.models.get(wireName);
  if (variants === undefined) return undefined;
  const plain = variants.find((model) => model.reasoningEffort === undefined);
  if (reasoningEffort === undefined) return plain ?? variants[0];
  const [nearest] = variants
    .filter((model) => model.reasoningEffort !== undefined)
    .toSorted((left, right) => distance(left, reasoningEffort) - distance(right, reasoningEffort));
  return nearest ?? plain;
}

function distance(model: Model, effort: ReasoningEffort): number {
  const own = model.reasoningEffort ?? effort;
  return Math.abs(REASONING_EFFORTS.indexOf(own) - REASONING_EFFORTS.indexOf(effort));
}
