import { fieldAt, isRecord, textAt } from "../wire/json-fields.ts";

/**
 * What goes wrong inside an answer that had begun with status 200: an error event of its stream,
 * or a chunk that is not of the format.
 */
export class StreamedError extends Error {
  override readonly name = "StreamedError";
  /** What the SDK's error part carries: a provider's error event, or an `Error` of the SDK. */
  readonly event: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(event: unknown, headers: Readonly<Record<string, string>>) {
    super("an error inside a stream");
    this.event = event;
    this.headers = headers;
  }
}

/** Whether an answer is a stream of events, by its content type. */
export function isEventStream(headers: Readonly<Record<string, string>>): boolean {
  return /^text\/event-stream\b/i.test(headers["content-type"] ?? "");
}

/** Whether a chunk that is not of the SDK's schema is an error event all the same. */
export function saysError(chunk: unknown): boolean {
  return isRecord(fieldAt(chunk, "error")) || textAt(chunk, "type") === "error";
}

/**
 * An error event in the shape of an error body. Wires nest it as `{error}`, `{response: {error}}`
 * (`response.failed`) or not at all; the SDK wraps some of them once more, in `data`.
 */
export function toErrorBody(event: unknown): unknown {
  const wrapped = fieldAt(event, "data");
  const own = isRecord(wrapped) ? wrapped : event;
  const nested = fieldAt(own, "response", "error") ?? fieldAt(own, "error");
  return { error: nested ?? (isRecord(own) ? own : (textAt({ own }, "own") ?? {})) };
}
