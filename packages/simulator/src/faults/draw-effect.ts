import type { Rng } from "@switchyard/contract";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import { pickWeighted } from "../chance/pick-weighted.ts";
import type { FaultBehaviour, RetryAfterText } from "./fault.ts";
import type {
  BodyEffect,
  FaultEffect,
  RetryAfter,
  StatusEffect,
  StreamEffect,
} from "./fault-effect.ts";

/** Faults that always are the same answer. */
const REFUSALS = {
  "http.spend-limit": provider("spend-limit"),
  "http.auth-revoked": provider("auth-revoked"),
  "http.model-gone": provider("model-gone"),
  "http.bad-request": { ...provider("status"), status: 400 },
  "http.permission": { ...provider("status"), status: 403 },
  "http.region-unsupported": provider("region-unsupported"),
  "http.conflict": { ...provider("status"), status: 409 },
  "http.payload-too-large": { ...provider("status"), status: 413 },
  "http.context-overflow": provider("context-overflow"),
  "http.blocked-input": provider("blocked-input"),
} as const;

/**
 * What `behaviour` does to the call whose stream is `rng`. Draws only where it has a choice.
 *
 * @param openInMs time until a request limit lets a call through; an honest `retry-after`
 */
export function drawEffect(behaviour: FaultBehaviour, rng: Rng, openInMs: number): FaultEffect {
  switch (behaviour.type) {
    case "net.refused":
      return { stage: "connection", how: "refused" };
    case "net.reset":
      return { stage: "connection", how: "reset" };
    case "net.blackhole":
      return { stage: "connection", how: "silent" };
    case "http.status": {
      const weights = Object.entries(behaviour.mix);
      return {
        stage: "status",
        cause: "status",
        // A mix of one needs no draw, and none is taken.
        status: Number(weights.length === 1 ? weights[0]?.[0] : pickWeighted(rng, weights)),
        retryAfter: retryAfterOf(behaviour.retryAfter ?? "none"),
        body: behaviour.body ?? "provider",
      };
    }
    case "http.rate-limit":
      return {
        ...provider("rate-limit"),
        retryAfter:
          behaviour.retryAfter === undefined
            ? { kind: "wait", ms: openInMs }
            : retryAfterOf(behaviour.retryAfter),
      };
    case "http.spend-limit":
    case "http.auth-revoked":
    case "http.model-gone":
    case "http.bad-request":
    case "http.permission":
    case "http.region-unsupported":
    case "http.conflict":
    case "http.payload-too-large":
    case "http.context-overflow":
    case "http.blocked-input":
      return REFUSALS[behaviour.type];
    case "http.overloaded":
      return behaviour.status === undefined
        ? provider("overloaded")
        : { ...provider("overloaded"), status: Number(behaviour.status) };
    case "latency.added":
      return {
        stage: "latency",
        addMs: behaviour.add === undefined ? 0 : parseDurationMs(behaviour.add),
        times: behaviour.times ?? 1,
      };
    case "body.stalled":
    case "body.cut":
    case "body.malformed":
    case "body.truncated":
    case "body.empty":
    case "body.refusal":
    case "body.quality-drop":
    case "body.longer":
    case "body.wrong-shape":
    case "body.missing-usage":
      return bodyEffect(behaviour);
    case "stream.first-token-stall":
    case "stream.slow-tokens":
    case "stream.cut":
    case "stream.early-end":
    case "stream.error":
      return streamEffect(behaviour);
    default:
      return behaviour satisfies never;
  }
}

function bodyEffect(
  behaviour: Extract<FaultBehaviour, { readonly type: `body.${string}` }>,
): BodyEffect {
  switch (behaviour.type) {
    case "body.stalled":
      return { stage: "body", how: "stalled" };
    case "body.cut":
      return { stage: "body", how: "cut" };
    case "body.malformed":
      return { stage: "body", how: "malformed", as: behaviour.how };
    case "body.truncated":
      return { stage: "body", how: "truncated" };
    case "body.empty":
      return { stage: "body", how: "empty" };
    case "body.refusal":
      return { stage: "body", how: "refusal", style: behaviour.style };
    case "body.quality-drop":
      return { stage: "body", how: "quality-drop", to: behaviour.to };
    case "body.longer":
      return { stage: "body", how: "longer", times: behaviour.times };
    case "body.wrong-shape":
      return { stage: "body", how: "wrong-shape", of: behaviour.of ?? "envelope" };
    case "body.missing-usage":
      return { stage: "body", how: "missing-usage" };
    default:
      return behaviour satisfies never;
  }
}

function streamEffect(
  behaviour: Extract<FaultBehaviour, { readonly type: `stream.${string}` }>,
): StreamEffect {
  switch (behaviour.type) {
    case "stream.first-token-stall":
      return behaviour.wait === undefined
        ? { stage: "stream", how: "stalled" }
        : { stage: "stream", how: "stalled", waitMs: parseDurationMs(behaviour.wait) };
    case "stream.slow-tokens":
      return { stage: "stream", how: "slow", times: behaviour.times };
    case "stream.cut":
      return { stage: "stream", how: "cut", after: shareBefore(behaviour.after) };
    case "stream.early-end":
      return { stage: "stream", how: "ended", after: shareBefore(behaviour.after) };
    case "stream.error":
      return { stage: "stream", how: "error", after: shareBefore(behaviour.after) };
    default:
      return behaviour satisfies never;
  }
}

/** A stream breaks half-way unless its fault says where. */
function shareBefore(after: string | undefined): number {
  return after === undefined ? 0.5 : parseShare(after);
}

function provider(cause: StatusEffect["cause"]): StatusEffect {
  return { stage: "status", cause, retryAfter: { kind: "none" }, body: "provider" };
}

function retryAfterOf(text: RetryAfterText): RetryAfter {
  if (text === "none" || text === "http-date" || text === "garbage") return { kind: text };
  return { kind: "wait", ms: parseDurationMs(text) };
}
