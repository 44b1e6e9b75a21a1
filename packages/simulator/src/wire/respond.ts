import { HttpResponse } from "msw";
import type { JsonObject } from "./json-fields.ts";

/** An answer in JSON. */
export function jsonResponse(
  status: number,
  headers: Record<string, string>,
  body: JsonObject,
): Response {
  return textResponse(
    status,
    { ...headers, "content-type": "application/json" },
    JSON.stringify(body),
  );
}

/** An answer as it is. Built by msw, which adds the status text. */
export function textResponse(
  status: number,
  headers: Record<string, string>,
  body: string | ReadableStream<Uint8Array>,
): Response {
  return new HttpResponse(body, { status, headers });
}
