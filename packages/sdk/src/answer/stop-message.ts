import { strict as assert } from "node:assert";
import type { RejectionCode } from "@switchyard/contract";
import { formatMicroUsd } from "@switchyard/policy";
import type { Ascent } from "../climb/ascent.ts";
import { callsMade, type ClimbState, type Denial, type StopCause } from "../climb/climb-state.ts";
import { failuresInWords } from "./failures-in-words.ts";

/** Codes named in a message; the events have them all. */
const CODES_NAMED = 3;

/** Why no model answers an ask, in one sentence with the values. */
export function stopMessage(ascent: Ascent, state: ClimbState, cause: StopCause): string {
  const failures = failuresInWords(state.history);
  const after = failures === "" ? "" : `, after ${failures}`;
  switch (cause) {
    case "deadline":
      return (
        `Of the ${ascent.request.slaMs} ms to answer in, too little was left for another ` +
        `endpoint${after}.`
      );
    case "budget":
      return `${denialInWords(lastDenial(state))}${after}.`;
    case "attempts-exhausted":
      return (
        `${callsMade(state)} of ${ascent.policy.defaults.attempts.max} attempts were made and ` +
        `no other endpoint was left${after}.`
      );
    case "no-endpoint":
      return `Route ${ascent.route.id} has no endpoint to call: ${reasonsInWords(state)}.`;
    case "deferred":
    case "throttled":
    case "quota":
      return refusalInWords(ascent);
    default:
      return cause satisfies never;
  }
}

/** Why no other endpoint goes on with a text that broke off, in one sentence. */
export function unableMessage(ascent: Ascent, state: ClimbState, cause: StopCause): string {
  const { models } = ascent.catalog;
  const isAnyAble = ascent.plan.rungs.some(({ endpoints }) =>
    endpoints.some(({ model }) => models[model]?.capabilities.includes("prefill")),
  );
  if (ascent.output !== undefined) return "No model goes on with JSON that broke off.";
  return isAnyAble
    ? `No other endpoint goes on with it: ${stopMessage(ascent, state, cause)}`
    : `No endpoint of route ${ascent.route.id} goes on with a text: none has the capability prefill.`;
}

function refusalInWords({ refusal, request, route }: Ascent): string {
  assert(refusal !== undefined, "An ask that was let in stopped as one that was not.");
  switch (refusal.cause) {
    case "deferred":
      return `Budget ${refusal.budget} is short, and the ask says that it can wait.`;
    case "throttled": {
      const share = Math.round(refusal.share * 100);
      return `Budget ${refusal.budget} is short: ${share}% of the asks of route ${route.id} are let in.`;
    }
    case "quota":
      return (
        `Quota ${refusal.limit} of route ${route.id} is ${refusal.value} and has no room for ` +
        `segment ${request.segment} now; it may have in ${refusal.retryAfterMs} ms.`
      );
    default:
      return refusal satisfies never;
  }
}

/** The denial that came last. */
export function lastDenial({ denials }: ClimbState): Denial | undefined {
  return Object.values(denials).at(-1);
}

function denialInWords(denial: Denial | undefined): string {
  if (denial === undefined) return "A budget had no room";
  const { budgetId, neededMicroUsd, leftMicroUsd, ledgerFailure } = denial;
  if (ledgerFailure !== undefined)
    return `Budget ${budgetId} could not be asked, so it counts as spent (${ledgerFailure})`;
  return (
    `Budget ${budgetId} has ${formatMicroUsd(leftMicroUsd)} left and the call may cost ` +
    formatMicroUsd(neededMicroUsd)
  );
}

/** How many endpoints each code bars, most first, over the rungs that were entered. */
function reasonsInWords({ entered, crowded }: ClimbState): string {
  const barred = new Map<RejectionCode, Set<string>>();
  for (const { rejections } of entered) {
    for (const { endpoint, reasons } of rejections) {
      for (const { code } of reasons) {
        const endpoints = barred.get(code) ?? new Set();
        barred.set(code, endpoints.add(endpoint.id));
      }
    }
  }
  const words = [...barred]
    .toSorted(([, left], [, right]) => right.size - left.size)
    .slice(0, CODES_NAMED)
    .map(([code, endpoints]) => `${code} (${endpoints.size})`);
  if (crowded.length > 0) words.push(`calls in flight at their limit (${crowded.length})`);
  return words.length === 0 ? "it lists no model of the catalogue" : words.join(", ");
}
