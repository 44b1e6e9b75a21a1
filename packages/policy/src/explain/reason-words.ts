import type { Operand, Reason, RequestClass } from "@switchyard/contract";
import { formatMicroUsd } from "./format-micro-usd.ts";

/** A reason as a clause with both operands, such as `p95 7000 ms; the route's limit is 6000 ms`. */
export function reasonWords(reason: Reason, request: RequestClass): string {
  const have = listed(reason.have);
  const need = listed(reason.need);
  switch (reason.code) {
    case "lifecycle-not-allowed":
      return lifecycleWords(reason, have, need, request);
    case "risk-not-approved":
      return `approved up to risk ${have}; the request's risk is ${need}`;
    case "retention-required":
      return `the provider may keep data; risk ${request.risk} needs zero retention`;
    case "provider-denied":
      return `provider ${have}; risk ${request.risk} denies ${need}`;
    case "residency-not-allowed":
      return `region ${have}; residency ${request.residency} allows ${need}`;
    case "capability-missing":
      return `offers ${have}; ${asker(reason)} needs ${need}`;
    case "context-too-small":
      return `window of ${have} tokens; ${asker(reason)} needs ${need}`;
    case "latency-over-limit":
      return `p95 ${have} ms; ${asker(reason)} allows ${need} ms`;
    case "quality-below-floor":
      return `quality ${have} for ${request.intent}; the floor here is ${need}`;
    case "quality-unmeasured":
      return `no quality score for ${request.intent}; the floor here is ${need}`;
    case "cost-over-ceiling":
      return `${money(reason.have)} per success; ${asker(reason)} allows ${money(reason.need)}`;
    case "tier-above-cap":
      return `tier ${have}; the rung goes up to ${need}`;
    case "intent-not-on-rung":
      return `intent ${have}; the rung is for ${need}`;
    case "excluded-by-request":
      return exclusionWords(reason, need);
    case "breaker-open":
      return `its breaker is ${have}; it must be ${need}`;
    case "endpoint-absent":
      return `cannot be called here: ${have}`;
    case "attempts-spent":
      return `attempts made: ${have}; at most ${need} for one endpoint`;
    case "quota-exhausted":
      return `quota left: ${have}; needed: ${need}`;
    case "budget-exhausted":
      return `budget left: ${money(reason.have)}; needed: ${money(reason.need)}`;
    default:
      return reason.code satisfies never;
  }
}

function lifecycleWords(
  { pointer }: Reason,
  have: string,
  need: string,
  { risk }: RequestClass,
): string {
  if (pointer.endsWith("/sunset")) return `its sunset day ${have} has come by ${need}`;
  if (pointer.startsWith("catalog:")) return `it is ${have}; only ${need} may be called`;
  return `lifecycle ${have}; risk ${risk} allows ${need}`;
}

function exclusionWords({ pointer }: Reason, need: string): string {
  if (pointer === "request:/only") return `the request asks for only ${need}`;
  if (pointer === "request:/exclude") return `the request excludes ${need}`;
  return `the request asks for no fallback; its one endpoint is ${need}`;
}

function asker({ pointer }: Reason): string {
  return pointer.startsWith("request:") ? "the request" : "the route";
}

function listed(operand: Operand): string {
  if (operand === null) return "none";
  if (typeof operand !== "object") return String(operand);
  return operand.length === 0 ? "none" : operand.join(", ");
}

function money(operand: Operand): string {
  return typeof operand === "number" ? formatMicroUsd(operand) : listed(operand);
}
