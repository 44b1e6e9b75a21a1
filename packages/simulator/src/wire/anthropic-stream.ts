import { isObject, listIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { piecesOf, sseEvent, toChunks } from "./stream-pieces.ts";

/** A whole answer as the events of a stream. */
export function anthropicStream(answer: JsonObject): readonly string[] {
  const { content, stop_reason, stop_sequence, stop_details, usage, ...message } = answer;
  const started = isObject(usage) ? { usage: { ...usage, output_tokens: 1 } } : {};
  const opening = [
    event("message_start", {
      message: { ...message, content: [], stop_reason: null, stop_sequence: null, ...started },
    }),
  ];
  const pieces: string[] = [];
  const closing: string[] = [];
  for (const [index, block] of listIn({ content }, "content").filter(isObject).entries()) {
    const isCall = block["type"] === "tool_use";
    const empty = isCall ? { ...block, input: {} } : { ...block, text: "" };
    const whole = isCall ? JSON.stringify(block["input"]) : (stringIn(block, "text") ?? "");
    opening.push(event("content_block_start", { index, content_block: empty }));
    for (const piece of piecesOf(whole)) {
      const delta = isCall
        ? { type: "input_json_delta", partial_json: piece }
        : { type: "text_delta", text: piece };
      pieces.push(event("content_block_delta", { index, delta }));
    }
    closing.push(event("content_block_stop", { index }));
  }
  const delta = { stop_reason, stop_sequence, ...(stop_details !== undefined && { stop_details }) };
  closing.push(
    event("message_delta", { delta, ...(usage !== undefined && { usage }) }),
    event("message_stop", {}),
  );
  return toChunks(opening, pieces, closing);
}

/** An error inside a stream. */
export function anthropicStreamError(body: JsonObject): string {
  return event("error", { error: objectIn(body, "error") });
}

function event(type: string, fields: JsonObject): string {
  return sseEvent({ type, ...fields }, type);
}
