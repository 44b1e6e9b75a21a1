import type { AskReceivedEvent, AttemptStartedEvent, Bundle } from "@switchyard/contract";

/**
 * Whether the policy's envelope forbids a call. It looks at the call as it happened and shares no
 * code with the planner, so a mistake there cannot hide itself here. A call of no known ask, or of
 * a model the catalogue does not have, is forbidden.
 */
export function isForbidden(
  { policy, catalog }: Bundle,
  received: AskReceivedEvent | undefined,
  { model: modelId, provider: providerId, region }: AttemptStartedEvent,
): boolean {
  const model = catalog.models[modelId];
  const provider = catalog.providers[providerId];
  if (received === undefined || model === undefined || provider === undefined) return true;
  if (model.provider !== providerId || provider.endpoints[region] === undefined) return true;
  const { envelope, domains } = policy;
  const { risk, residency } = received;
  const isApproved = domains.risks.indexOf(model.approvedRisk) >= domains.risks.indexOf(risk);
  const isInLifecycle = envelope.lifecycles[risk]?.includes(model.lifecycle) ?? false;
  const mayRetain = provider.zeroRetention || !envelope.zeroRetention.includes(risk);
  const isDenied = envelope.denyProviders[risk]?.includes(providerId) ?? false;
  const isInRegion = envelope.residency[residency]?.includes(region) ?? true;
  return !(isApproved && isInLifecycle && mayRetain && !isDenied && isInRegion);
}
