import { isObject, listIn, objectIn, stringIn, type JsonObject } from "./json-fields.ts";
import { piecesOf, sseEvent, toChunks } from "./stream-pieces.ts";

/**
 * A whole answer as the chunks of a stream, each a body of its own. A function call and an answer
 * without content come in one chunk; the reason comes with the last.
 */
export function googleStream(answer: JsonObject): readonly string[] {
  const { candidates, usageMetadata, ...rest } = answer;
  const candidate = listIn({ candidates }, "candidates").find(isObject);
  const part = listIn(objectIn(candidate ?? {}, "content"), "parts").find(isObject) ?? {};
  const pieces = piecesOf(stringIn(part, "text") ?? "");
  const whole = sseEvent(answer);
  if (candidate === undefined || pieces.length === 0) return toChunks([whole], [], []);
  const { finishReason: _, ...open } = candidate;
  const chunks = pieces.map((text, index) => {
    const content = { parts: [{ text }], role: "model" };
    const isLast = index === pieces.length - 1;
    return sseEvent({
      candidates: [{ ...(isLast ? candidate : open), content }],
      ...(isLast && usageMetadata !== undefined && { usageMetadata }),
      ...rest,
    });
  });
  return toChunks([], chunks, []);
}

/** An error inside a stream: the body of an error answer. */
export function googleStreamError(body: JsonObject): string {
  return sseEvent(body);
}
