import type { AskRequest, Bundle } from "@switchyard/contract";
import type { Explanation } from "@switchyard/policy";
import { keptEndpoint, type ConversationMemory } from "./kept-endpoint.ts";
import { keptFirst } from "./kept-first.ts";

/** An explanation with the endpoint first that the request's conversation keeps. */
export function explainSticky(
  context: ConversationMemory & { readonly bundle: Bundle },
  explanation: Explanation,
  request: AskRequest,
): Explanation {
  const route = context.bundle.policy.routes.find(({ id }) => id === explanation.route);
  const kept = route === undefined ? undefined : keptEndpoint(context, route, request);
  if (kept === undefined) return explanation;
  const rungs = explanation.rungs.map((rung) => ({
    ...rung,
    endpoints: keptFirst(rung.endpoints, kept),
  }));
  return { ...explanation, kept, rungs };
}
