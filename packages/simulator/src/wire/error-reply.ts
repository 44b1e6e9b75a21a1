import type { StatusEffect } from "../faults/fault-effect.ts";
import type {
  Dialect,
  ReplyContext,
  WireError,
  WireErrorCause,
  WireErrorReply,
} from "./dialect.ts";
import { jsonResponse, textResponse } from "./respond.ts";

/** How far ahead the date of a `retry-after` lies. */
const DATE_AHEAD_MS = 10_000;

const CAUSES: Readonly<Record<StatusEffect["cause"], WireErrorCause>> = {
  status: "status",
  "rate-limit": "rate-limit",
  "spend-limit": "spend-limit",
  "auth-revoked": "auth",
  "model-gone": "model-unknown",
  "region-unsupported": "region-unsupported",
  "context-overflow": "context-overflow",
  "blocked-input": "blocked-input",
  overloaded: "overloaded",
};

/** How the one who is refused is spoken to. */
export interface ErrorCaller {
  readonly dialect: Dialect;
  readonly isStream: boolean;
}

/** The answer of a provider that refuses a request by itself. */
export function refusalReply(
  { dialect, isStream }: ErrorCaller,
  error: WireError,
  context: ReplyContext,
): Response {
  const reply = dialect.error(error, context);
  return providerReply({ dialect, isStream }, reply, dialect.headers(context));
}

/** The answer that a status fault puts in the provider's place. */
export function faultReply(
  { dialect, isStream }: ErrorCaller,
  effect: StatusEffect,
  context: ReplyContext,
): Response {
  const { retryAfter, status } = effect;
  const isInBody =
    dialect.saysRetryInBody && effect.body === "provider" && retryAfter.kind === "wait";
  const own = dialect.error(
    {
      cause: CAUSES[effect.cause],
      ...(status === undefined ? {} : { status }),
      ...(isInBody ? { retryAfterMs: retryAfter.ms } : {}),
    },
    context,
  );
  const hint = isInBody ? {} : retryAfterHeader(effect, context.epochMs);
  if (effect.body === "provider") {
    return providerReply({ dialect, isStream }, own, { ...dialect.headers(context), ...hint });
  }
  const { contentType, text } = strangerBody(effect.body, own.status);
  return textResponse(own.status, { ...hint, "content-type": contentType }, text);
}

/** What somebody else says in the provider's place. */
function strangerBody(
  body: Exclude<StatusEffect["body"], "provider">,
  status: number,
): { readonly contentType: string; readonly text: string } {
  switch (body) {
    case "html":
      return { contentType: "text/html", text: htmlPage(status) };
    case "empty":
      return { contentType: "text/plain", text: "" };
    case "wrong-provider":
      // The shape of FastAPI's errors, which gateways and inference servers send.
      return { contentType: "application/json", text: '{"detail":"The upstream failed."}' };
    default:
      return body satisfies never;
  }
}

/** An error is no stream, whatever was asked for; a refusal that is said with 200 is one. */
function providerReply(
  { dialect, isStream }: ErrorCaller,
  { status, body }: WireErrorReply,
  headers: Record<string, string>,
): Response {
  if (status !== 200 || !isStream) return jsonResponse(status, headers, body);
  const all = { ...headers, "content-type": "text/event-stream" };
  return textResponse(status, all, dialect.stream(body).join(""));
}

/** The page of a proxy that stands before a provider. */
export function htmlPage(status: number): string {
  return `<html><head><title>${status}</title></head><body><h1>${status}</h1></body></html>`;
}

function retryAfterHeader({ retryAfter }: StatusEffect, epochMs: number): Record<string, string> {
  switch (retryAfter.kind) {
    case "none":
      return {};
    case "wait":
      return { "retry-after": String(Math.ceil(retryAfter.ms / 1000)) };
    case "http-date":
      return { "retry-after": new Date(epochMs + DATE_AHEAD_MS).toUTCString() };
    case "garbage":
      return { "retry-after": "soon" };
    default:
      return retryAfter satisfies never;
  }
}
