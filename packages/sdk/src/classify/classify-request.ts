import type { AskRequest, Capability, Overrides, Policy, RequestClass } from "@switchyard/contract";
import type { CountRequest } from "./request-tokens.ts";

/** Fills in what a valid request left open, by the policy's own domains. */
export type ClassifyRequest = (request: AskRequest) => RequestClass;

/**
 * The class of a request: its own words, the policy's defaults where it is silent, the smallest
 * declared workload that its input fits in (else the largest), and the capabilities that its
 * tools, output format and images need.
 */
export function createClassifier(
  { domains }: Pick<Policy, "domains">,
  countRequest: CountRequest,
): ClassifyRequest {
  const workloads = Object.entries(domains.workloads)
    .map(([name, { inputTokens }]) => ({ name, inputTokens }))
    .toSorted((left, right) => left.inputTokens - right.inputTokens);
  return (request) => {
    const contextTokens = countRequest(request);
    const fitting = workloads.find(({ inputTokens }) => inputTokens >= contextTokens);
    return {
      intent: request.intent,
      risk: request.risk,
      segment: request.segment ?? domains.defaults.segment,
      locale: request.locale ?? domains.defaults.locale,
      residency: request.residency ?? domains.defaults.residency,
      slaMs: request.slaMs,
      contextTokens,
      workload: (fitting ?? workloads.at(-1))?.name ?? "",
      capabilities: capabilitiesOf(request),
      overrides: overridesOf(request),
    };
  };
}

function capabilitiesOf({ tools = [], output, input }: AskRequest): readonly Capability[] {
  const capabilities: Capability[] = [];
  if (tools.length > 0) capabilities.push("tools");
  if (output !== undefined) capabilities.push("structured-output");
  if (hasImage(input)) capabilities.push("vision");
  return capabilities;
}

function hasImage(input: AskRequest["input"]): boolean {
  if (typeof input === "string") return false;
  return input.some(
    ({ role, content }) =>
      role === "user" &&
      typeof content !== "string" &&
      content.some((part) => part.type === "file" && part.mediaType.startsWith("image/")),
  );
}

function overridesOf({ only, exclude, costMicroUsdMax, noFallback }: AskRequest): Overrides {
  return {
    ...(only !== undefined && { only }),
    ...(exclude !== undefined && { exclude }),
    ...(costMicroUsdMax !== undefined && { costMicroUsdMax }),
    ...(noFallback !== undefined && { noFallback }),
  };
}
