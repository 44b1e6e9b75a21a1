import type { Decision, PlannedEndpoint, Reason, Rejection } from "@switchyard/contract";
import type { Locate } from "../load/source-map.ts";
import { utcDay } from "../price/utc-day.ts";
import type { ExplainedClosure, ExplainedQuota, Explanation } from "./explain.ts";
import { formatMicroUsd } from "./format-micro-usd.ts";
import { reasonWords } from "./reason-words.ts";
import { wrapText } from "./wrap-text.ts";

const WIDTH = 100;
const HASH_SHOWN = 12;

/**
 * An explanation as plain text of 100 columns: each rung's endpoints in order with cost, p95 and
 * quality, whether the rung is closed, and every candidate left out with all its reasons. Equal explanations give equal text.
 *
 * @param locate finds a policy pointer's place in its file; the place is then shown for the pointer
 */
export function formatExplanation(explanation: Explanation, locate?: Locate): string {
  return [
    ...headLines(explanation),
    ...explanation.rungs.flatMap((decision) => [
      "",
      ...rungLines(decision, explanation, (reason) => placeOf(reason, locate)),
    ]),
    ...(explanation.route === null ? [] : ["", lastLine(explanation)]),
  ]
    .map((line) => wrapText(line, WIDTH, "        "))
    .join("\n");
}

function headLines({
  policy,
  bundleHash,
  request,
  atMs,
  route,
  gapReason,
  quota,
}: Explanation): readonly string[] {
  const { capabilities } = request;
  const needs = capabilities.length === 0 ? "no capability" : capabilities.join(", ");
  return [
    `policy ${policy.name} version ${policy.version} (${bundleHash.slice(0, HASH_SHOWN)}), ` +
      `prices of ${utcDay(atMs)}`,
    `request ${request.intent}, risk ${request.risk}, segment ${request.segment}, ` +
      `locale ${request.locale}, residency ${request.residency}, within ${request.slaMs} ms, ` +
      `${request.contextTokens} input tokens (${request.workload}), needs ${needs}`,
    route === null ? `no route: ${gapReason ?? "no route takes this class"}` : `route ${route}`,
    ...(quota === undefined ? [] : [quotaLine(quota, atMs)]),
  ];
}

function quotaLine({ askedAtMs, segment, refusal }: ExplainedQuota, atMs: number): string {
  const agoMs = Math.max(0, Math.floor(atMs - askedAtMs));
  const ask = `quota: ${agoMs} ms ago an ask of segment ${segment} was`;
  if (refusal === undefined) return `${ask} let in`;
  const { limit, value, retryAfterMs } = refusal;
  return `${ask} refused: ${limit} ${value} had no room; it may have after ${retryAfterMs} ms`;
}

function rungLines(
  { rung, endpoints, rejections }: Decision,
  explanation: Explanation,
  place: (reason: Reason) => string,
): readonly string[] {
  const idWidth = Math.max(0, ...endpoints.map(({ id }) => id.length));
  const closures = explanation.closed?.filter((closure) => closure.rung === rung) ?? [];
  return [
    endpoints.length === 0 ? `rung ${rung}: no endpoint` : `rung ${rung}`,
    ...closures.map(closureLine),
    ...endpoints.map((endpoint, index) => endpointLine(endpoint, index, idWidth, explanation)),
    ...(rejections.length === 0 ? [] : ["  left out"]),
    ...rejections.flatMap((rejection) => rejectionLines(rejection, explanation, place)),
  ];
}

function closureLine({ cause, forMs, leftMs }: ExplainedClosure): string {
  const until =
    leftMs === 0 ? "another ask tries it now" : `an ask may try it in ${Math.ceil(leftMs)} ms`;
  return `  closed for ${Math.floor(forMs)} ms (${cause}); ${until}`;
}

function endpointLine(
  { id, via, tier, costPerSuccessMicroUsd, quality, latencyMsP95 }: PlannedEndpoint,
  index: number,
  idWidth: number,
  { route }: Explanation,
): string {
  const score = quality === null ? "unmeasured" : `quality ${quality}`;
  return (
    `  ${index + 1}. ${id.padEnd(idWidth)}  ${tier}, ` +
    `${formatMicroUsd(costPerSuccessMicroUsd)} per success, p95 ${latencyMsP95} ms, ${score}` +
    `${via === route ? "" : `, by fallback ${via}`}`
  );
}

function rejectionLines(
  { endpoint, via, reasons }: Rejection,
  { route, request }: Explanation,
  place: (reason: Reason) => string,
): readonly string[] {
  return [
    `    ${endpoint.id}${via === route ? "" : `, by fallback ${via}`}`,
    ...reasons.map((reason) => `      ${reasonWords(reason, request)} (${place(reason)})`),
  ];
}

function placeOf({ pointer }: Reason, locate: Locate | undefined): string {
  const position = pointer.startsWith("/") ? locate?.(pointer) : undefined;
  return position === undefined ? pointer : `${position.file}:${position.line}`;
}

function lastLine({ endsStatic }: Explanation): string {
  return endsStatic
    ? "then the static answer of the policy"
    : "then an error: the ladder has no static answer";
}
