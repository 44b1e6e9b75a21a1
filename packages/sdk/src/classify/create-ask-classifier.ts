import type { Policy } from "@switchyard/contract";
import { createClassifier, type ClassifyRequest } from "./classify-request.ts";
import { createRequestCounter, ESTIMATE } from "./request-tokens.ts";
import { createTokenCounter } from "./token-counter.ts";

/** The classes that a router of this policy gives to asks, without a router. */
export function createAskClassifier(policy: Pick<Policy, "domains">): ClassifyRequest {
  return createClassifier(policy, createRequestCounter(createTokenCounter(), ESTIMATE));
}
