import { MALFORMATIONS, SCHEMA_BREAKS, TOOL_MISTAKES } from "./families/body-fault.ts";
import { STREAM_MALFORMATIONS } from "./families/stream-fault.ts";
import type { FaultBehaviour } from "./fault.ts";

/** Every type of fault of calls in each of its kinds, for tests. */
const KINDS: {
  readonly [Type in FaultBehaviour["type"]]: readonly Extract<
    FaultBehaviour,
    { readonly type: Type }
  >[];
} = {
  "net.refused": [{ type: "net.refused" }],
  "net.reset": [
    { type: "net.reset" },
    { type: "net.reset", during: "connect" },
    { type: "net.reset", during: "headers" },
  ],
  "net.dns": [{ type: "net.dns" }, { type: "net.dns", code: "EAI_AGAIN" }],
  "net.tls": [{ type: "net.tls" }, { type: "net.tls", reason: "hostname" }],
  "net.slow-connect": [
    { type: "net.slow-connect", wait: "800ms" },
    { type: "net.slow-connect", wait: "30s" },
  ],
  "net.blackhole": [{ type: "net.blackhole" }],
  "http.status": [
    { type: "http.status", mix: { "500": 1, "503": 2, "429": 1, "529": 1, "404": 1, "408": 1 } },
    { type: "http.status", mix: { "401": 1, "402": 1, "403": 1, "400": 1, "504": 1 } },
    { type: "http.status", mix: { "502": 1 }, body: "html", retryAfter: "3s" },
    { type: "http.status", mix: { "503": 1 }, body: "empty", retryAfter: "http-date" },
    {
      type: "http.status",
      mix: { "500": 1, "429": 1 },
      body: "wrong-provider",
      retryAfter: "garbage",
    },
    { type: "http.status", mix: { "429": 1 }, retryAfter: "2h" },
  ],
  "http.rate-limit": [
    { type: "http.rate-limit", requestsPerMinute: 3 },
    { type: "http.rate-limit", inputTokensPerMinute: 60_000 },
    { type: "http.rate-limit", headers: false, retryAfter: "garbage" },
  ],
  "http.spend-limit": [{ type: "http.spend-limit" }, { type: "http.spend-limit", status: "400" }],
  "http.auth-revoked": [
    { type: "http.auth-revoked" },
    { type: "http.auth-revoked", status: "403" },
  ],
  "http.model-gone": [{ type: "http.model-gone" }, { type: "http.model-gone", status: "410" }],
  "http.bad-request": [{ type: "http.bad-request" }],
  "http.permission": [{ type: "http.permission" }],
  "http.region-unsupported": [{ type: "http.region-unsupported" }],
  "http.conflict": [{ type: "http.conflict" }],
  "http.payload-too-large": [
    { type: "http.payload-too-large" },
    { type: "http.payload-too-large", bytesMax: 300 },
  ],
  "http.context-overflow": [{ type: "http.context-overflow" }],
  "http.blocked-input": [{ type: "http.blocked-input" }],
  "http.overloaded": [{ type: "http.overloaded" }, { type: "http.overloaded", status: "503" }],
  "latency.added": [
    { type: "latency.added", add: "700ms" },
    { type: "latency.added", times: 1.7 },
  ],
  "latency.queue": [
    { type: "latency.queue", servers: 1 },
    {
      type: "latency.queue",
      servers: 1,
      discipline: "lifo",
      waitingMax: 1,
      abandonedWorkCounts: false,
    },
    { type: "latency.queue", servers: 2, discipline: "ps", gatewayTimeout: "900ms" },
  ],
  "body.stalled": [{ type: "body.stalled" }],
  "body.cut": [{ type: "body.cut" }],
  "body.malformed": MALFORMATIONS.map((how) => ({ type: "body.malformed", how }) as const),
  "body.truncated": [{ type: "body.truncated" }, { type: "body.truncated", finish: "stop" }],
  "body.empty": [{ type: "body.empty" }],
  "body.refusal": [{ type: "body.refusal", style: "stop-reason" }],
  "body.quality-drop": [{ type: "body.quality-drop", to: 0.2 }],
  "body.longer": [{ type: "body.longer", times: 3 }],
  "body.wrong-shape": [{ type: "body.wrong-shape" }, { type: "body.wrong-shape", of: "answer" }],
  "body.schema-violation": SCHEMA_BREAKS.map(
    (how) => ({ type: "body.schema-violation", how }) as const,
  ),
  "body.tool-hallucinated": TOOL_MISTAKES.map(
    (how) => ({ type: "body.tool-hallucinated", how }) as const,
  ),
  "body.wrong-model": [{ type: "body.wrong-model", serves: "openai/priced" }],
  "body.wrong-language": [{ type: "body.wrong-language" }],
  "body.missing-usage": [{ type: "body.missing-usage" }],
  "body.usage-lies": [{ type: "body.usage-lies", times: 2 }],
  "stream.first-token-stall": [
    { type: "stream.first-token-stall" },
    { type: "stream.first-token-stall", wait: "900ms" },
  ],
  "stream.slow-tokens": [{ type: "stream.slow-tokens", times: 4 }],
  "stream.stall": [{ type: "stream.stall" }, { type: "stream.stall", after: "30%", wait: "700ms" }],
  "stream.cut": [{ type: "stream.cut", after: "40%" }],
  "stream.early-end": [{ type: "stream.early-end" }],
  "stream.error": [{ type: "stream.error", after: "60%" }],
  "stream.malformed": STREAM_MALFORMATIONS.map(
    (how) => ({ type: "stream.malformed", how }) as const,
  ),
  "price.change": [{ type: "price.change", times: 2 }],
  "cache.cold": [{ type: "cache.cold" }],
};

export const CALL_BEHAVIOURS: readonly FaultBehaviour[] = Object.values(KINDS).flat();
