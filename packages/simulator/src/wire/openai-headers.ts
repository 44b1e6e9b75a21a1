import type { ReplyContext } from "./dialect.ts";

/** Headers of an OpenAI answer. Resets are durations, such as `6ms` and `1m12s`. */
export function openaiHeaders(context: ReplyContext): Record<string, string> {
  const { window } = context;
  const headers = {
    "x-request-id": `req_${context.id}`,
    "openai-processing-ms": String(Math.round(context.processingMs)),
  };
  if (!context.showsLimits) return headers;
  return {
    ...headers,
    "x-ratelimit-limit-requests": String(window.requestsPerMinute),
    "x-ratelimit-remaining-requests": String(window.remaining),
    "x-ratelimit-reset-requests": resetText(window.resetMs),
  };
}

/** The key of an `authorization: Bearer` header. */
export function bearerKey(headers: Headers): string | undefined {
  return /^Bearer (.+)$/.exec(headers.get("authorization") ?? "")?.[1];
}

function resetText(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
