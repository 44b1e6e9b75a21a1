import { isObject, listIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { piecesOf, sseEvent, toChunks } from "./stream-pieces.ts";

/**
 * A whole answer as the chunks of a stream. Usage comes in a chunk of its own before `[DONE]`, as
 * if it were always asked for; OpenAI itself waits for `stream_options.include_usage`.
 */
export function chatStream(answer: JsonObject): readonly string[] {
  const { choices, usage, ...rest } = answer;
  const base = { ...rest, object: "chat.completion.chunk" };
  const chunk = (delta: JsonObject, reason: unknown = null): string =>
    sseEvent({ ...base, choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }] });
  const choice = listIn({ choices }, "choices").find(isObject) ?? {};
  const message = objectIn(choice, "message");
  const call = listIn(message, "tool_calls").find(isObject);
  const [first, pieces] = call === undefined ? textPieces(message, chunk) : callPieces(call, chunk);
  return toChunks([first], pieces, [
    chunk({}, choice["finish_reason"]),
    ...(usage === undefined ? [] : [sseEvent({ ...base, choices: [], usage })]),
    sseEvent("[DONE]"),
  ]);
}

/** An error inside a stream: the body of an error answer. */
export function chatStreamError(body: JsonObject): string {
  return sseEvent(body);
}

type Pieces = readonly [first: string, pieces: readonly string[]];

function textPieces(message: JsonObject, chunk: (delta: JsonObject) => string): Pieces {
  const refusal = stringIn(message, "refusal");
  const field = refusal === undefined ? "content" : "refusal";
  const pieces = piecesOf(refusal ?? stringIn(message, "content") ?? "");
  return [
    chunk({ role: "assistant", [field]: "" }),
    pieces.map((piece) => chunk({ [field]: piece })),
  ];
}

function callPieces(call: JsonObject, chunk: (delta: JsonObject) => string): Pieces {
  const { name, arguments: whole } = objectIn(call, "function");
  const head = { index: 0, ...call, function: { name, arguments: "" } };
  const pieces = piecesOf(typeof whole === "string" ? whole : "");
  return [
    chunk({ role: "assistant", content: null, tool_calls: [head] }),
    pieces.map((piece) => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] })),
  ];
}
