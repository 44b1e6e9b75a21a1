import type { Model } from "@switchyard/contract";
import type { WireError } from "./dialect.ts";
import type { WireOrder } from "./wire-order.ts";

/** The model that will answer, or what the provider has against the request. */
export type RequestCheck =
  { readonly ok: true; readonly model: Model } | { readonly ok: false; readonly error: WireError };

/** Checks a request as the provider would, in the order in which it would look. */
export function checkRequest({ call, body, model, server, inputTokens }: WireOrder): RequestCheck {
  const { dialect, keys } = call.endpoint;
  const { headers } = call.request;
  if (keys.size > 0 && !keys.has(dialect.key(headers) ?? "")) return refused({ cause: "auth" });
  if (body === undefined) return invalid("The body of your request is not a JSON object.");
  const complaint = dialect.complaint(headers, body);
  if (complaint !== undefined) return invalid(complaint);
  if (model === undefined) return refused({ cause: "model-unknown" });
  if (inputTokens > model.contextTokens) return refused({ cause: "context-overflow" });
  return { ok: true, model: server ?? model };
}

function invalid(message: string): RequestCheck {
  return refused({ cause: "invalid-request", message });
}

function refused(error: WireError): RequestCheck {
  return { ok: false, error };
}
