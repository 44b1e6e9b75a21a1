import type {
  Gate,
  GateDocument,
  JsonSchema,
  MatchDocument,
  NamedSchema,
  OrderKey,
  QuotaDocument,
  Route,
  RouteDocument,
  RouteLimits,
  RouteMatch,
} from "@switchyard/contract";
import { parseDurationMs } from "./parse-duration-ms.ts";
import { parseMicroUsd } from "./parse-micro-usd.ts";
import { parseShare } from "./parse-share.ts";

/** Reads the quantities of a checked route and fills in what it leaves to the policy. */
export function normaliseRoute(
  route: RouteDocument,
  index: number,
  defaultOrder: readonly OrderKey[],
): Route {
  const { id, match, intent, escalate, stream, quota, hedge, sticky, output, context } = route;
  return {
    id,
    index,
    ...(match && { match: normaliseMatch(match) }),
    internal: route.internal ?? false,
    ...(intent !== undefined && { intent }),
    candidates: route.candidates,
    order: route.order ?? defaultOrder,
    limits: normaliseLimits(route),
    requires: route.requires,
    deterministic: route.deterministic ?? false,
    gates: route.gates.map(normaliseGate),
    ...(escalate && { escalate }),
    repairMax: route.repair?.max ?? 0,
    fallback: route.fallback === "none" ? null : route.fallback,
    ladder: route.ladder,
    ...(stream && { streamCommit: stream.commit }),
    ...(quota && { quota: normaliseQuota(quota) }),
    ...(hedge && {
      hedge: {
        after: hedge.after === "p95" ? "p95" : parseDurationMs(hedge.after),
        max: hedge.max,
      },
    }),
    ...(sticky && { sticky }),
    ...(output && { outputTokensMax: output.tokensMax }),
    ...(context && { context }),
    lifecycle: route.lifecycle,
    owner: route.owner,
  };
}

function normaliseMatch({ slaBelow, ...names }: MatchDocument): RouteMatch {
  return { ...names, ...(slaBelow !== undefined && { slaMsBelow: parseDurationMs(slaBelow) }) };
}

function normaliseLimits({ limits }: RouteDocument): RouteLimits {
  return {
    latencyMsMax: parseDurationMs(limits.latencyMax),
    qualityFloor: limits.qualityFloor,
    costPerTaskMicroUsdMax: parseMicroUsd(limits.costPerTaskMax),
  };
}

function normaliseGate(gate: GateDocument): Gate {
  if (typeof gate === "string") return { kind: gate };
  if ("schema" in gate) return { kind: "schema", schema: normaliseSchema(gate.schema) };
  if ("length" in gate) return { kind: "length", ...gate.length };
  if ("mustInclude" in gate) return { kind: "must-include", texts: gate.mustInclude };
  if ("mustNotInclude" in gate) return { kind: "must-not-include", texts: gate.mustNotInclude };
  if ("custom" in gate) return { kind: "custom", name: gate.custom };
  const { route, scoreMin, sample } = gate.judge;
  return {
    kind: "judge",
    route,
    scoreMin,
    sampleShare: sample === undefined ? 1 : parseShare(sample),
  };
}

function normaliseSchema(schema: string | JsonSchema): NamedSchema | JsonSchema {
  if (typeof schema !== "string") return schema;
  return schema === "request" ? "request" : "builtin/judgement";
}

function normaliseQuota({ share, of, ...limits }: QuotaDocument): NonNullable<Route["quota"]> {
  return {
    ...limits,
    ...(share !== undefined && { share: parseShare(share) }),
    ...(of !== undefined && { budget: of }),
  };
}
