import { fieldAt, isRecord, listAt, textAt } from "./json-fields.ts";

/** A longer error body is not parsed: no provider's is near it. */
const BODY_CHARS_MAX = 1_000_000;

/** An error body and its headers, whatever the wire format. */
export interface WireError {
  /** HTTP status. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether the body holds an error at all. */
  readonly hasError: boolean;
  /** The narrowest name the body gives: a code, a detail's error code or an RPC reason. */
  readonly code?: string;
  /** An HTTP status inside the body, as relays write it. */
  readonly bodyStatus?: number;
  /** The class of error: `error.type`, or Gemini's RPC status. */
  readonly type?: string;
  /** The provider's words; empty when it gave none. */
  readonly message: string;
  /** Gemini's `error.details`. */
  readonly details: readonly unknown[];
  readonly requestId?: string;
}

/**
 * Reads the error bodies of OpenAI `{error:{message,type,code}}`, Anthropic
 * `{type:"error",error:{type,message,details:{error_code}},request_id}`, Gemini
 * `{error:{code,status,message,details:[]}}` and the flat ones of compatible servers
 * `{message,type,code}`, `{error:"…"}`, `{detail:"…"}`.
 */
export function readWireError(
  status: number,
  headers: Readonly<Record<string, string>>,
  responseBody: unknown,
): WireError {
  const parsed = typeof responseBody === "string" ? parseJson(responseBody) : responseBody;
  const root = Array.isArray(parsed) ? parsed[0] : parsed;
  const nested = fieldAt(root, "error");
  const error = isRecord(nested) ? nested : root;
  const details = listAt(error, "details");

  const code = textAt(error, "details", "error_code") ?? rpcReason(details) ?? namedCode(error);
  const bodyStatus = statusOf(fieldAt(error, "code"));
  const type = textAt(error, "type") ?? textAt(error, "status");
  const message = textAt(error, "message") ?? textAt(root, "error") ?? textAt(root, "detail") ?? "";
  const requestId = requestIdOf(headers) ?? textAt(root, "request_id");

  return {
    status,
    headers,
    hasError: isRecord(nested) || typeof nested === "string" || textAt(root, "object") === "error",
    message,
    details,
    ...(code !== undefined && { code }),
    ...(bodyStatus !== undefined && { bodyStatus }),
    ...(type !== undefined && { type }),
    ...(requestId !== undefined && { requestId }),
  };
}

/** The provider's id of a call, from the headers that carry one. */
export function requestIdOf(headers: Readonly<Record<string, string>>): string | undefined {
  return headers["x-request-id"] ?? headers["request-id"] ?? headers["apim-request-id"];
}

/** The JSON of a body; undefined where it is none or too long to be one. */
export function parseJson(text: string): unknown {
  if (text.length > BODY_CHARS_MAX) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `google.rpc.ErrorInfo` names the cause more narrowly than the RPC status does. */
function rpcReason(details: readonly unknown[]): string | undefined {
  for (const detail of details) {
    const reason = textAt(detail, "reason");
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function namedCode(error: unknown): string | undefined {
  const code = textAt(error, "code");
  return code !== undefined && statusOf(code) === undefined ? code : undefined;
}

function statusOf(code: unknown): number | undefined {
  const status = Number(code);
  return Number.isInteger(status) && status >= 400 && status <= 599 ? status : undefined;
}
