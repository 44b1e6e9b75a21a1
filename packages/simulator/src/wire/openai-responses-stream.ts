import { isObject, listIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { piecesOf, sseEvent, toChunks } from "./stream-pieces.ts";

type Emit = (type: string, fields: JsonObject) => string;

/**
 * A whole answer as the events of a stream. The first ones come together with the first piece: the
 * AI SDK gives a stream that has begun 50 ms of real time to show an error, and a rehearsal must
 * not depend on real time.
 */
export function responsesStream(answer: JsonObject): readonly string[] {
  const emit = numbered();
  const begun = { ...answer, status: "in_progress", output: [], usage: null };
  const opening = [
    emit("response.created", { response: begun }),
    emit("response.in_progress", { response: begun }),
  ];
  const pieces: string[] = [];
  const closing: string[] = [];
  for (const [index, item] of listIn(answer, "output").filter(isObject).entries()) {
    const events = itemEvents(item, index, emit);
    opening.push(...events.opening);
    pieces.push(...events.pieces);
    closing.push(...events.closing);
  }
  const isWhole = stringIn(answer, "status") === "completed";
  closing.push(emit(isWhole ? "response.completed" : "response.incomplete", { response: answer }));
  return toChunks(opening, pieces, closing);
}

/** An error inside a stream; flat, as OpenAI documents it. */
export function responsesStreamError(body: JsonObject): string {
  const { code, message, param } = objectIn(body, "error");
  return sseEvent({ type: "error", sequence_number: 0, code, message, param }, "error");
}

/** The events of one item of the output, of which an answer of a twin has one. */
function itemEvents(
  item: JsonObject,
  index: number,
  emit: Emit,
): { opening: readonly string[]; pieces: readonly string[]; closing: readonly string[] } {
  const at = { output_index: index, item_id: item["id"] };
  const isCall = item["type"] === "function_call";
  const content = listIn(item, "content").find(isObject) ?? {};
  const isRefusal = content["type"] === "refusal";
  const field = isCall ? "arguments" : isRefusal ? "refusal" : "text";
  const name = isCall
    ? "response.function_call_arguments"
    : `response.${isRefusal ? "refusal" : "output_text"}`;
  const whole = stringIn(isCall ? item : content, field) ?? "";
  const place = isCall ? at : { ...at, content_index: 0 };
  const empty = isCall ? { ...item, arguments: "" } : { ...item, content: [] };
  const part = { ...content, [field]: "" };
  return {
    opening: [
      emit("response.output_item.added", {
        output_index: index,
        item: { ...empty, status: "in_progress" },
      }),
      ...(isCall ? [] : [emit("response.content_part.added", { ...place, part })]),
    ],
    pieces: piecesOf(whole).map((delta) => emit(`${name}.delta`, { ...place, delta })),
    closing: [
      emit(`${name}.done`, { ...place, [field]: whole }),
      ...(isCall ? [] : [emit("response.content_part.done", { ...place, part: content })]),
      emit("response.output_item.done", { output_index: index, item }),
    ],
  };
}

/** Events carry their number in the stream. */
function numbered(): Emit {
  let next = 0;
  return (type, fields) => {
    const sequence_number = next;
    next += 1;
    return sseEvent({ type, sequence_number, ...fields }, type);
  };
}
