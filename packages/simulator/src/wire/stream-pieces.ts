import type { JsonObject } from "./json-fields.ts";

/** Pieces of a streamed text. Few, so that a rehearsal spends its time on something else. */
const PIECES_MAX = 5;

/** A text in pieces of about the same length, none empty; an empty text has none. */
export function piecesOf(text: string): readonly string[] {
  const count = Math.min(PIECES_MAX, text.length);
  const bound = (index: number): number => Math.round((index * text.length) / count);
  return Array.from({ length: count }, (_, index) => text.slice(bound(index), bound(index + 1)));
}

/** A server-sent event, named where the provider names its events. */
export function sseEvent(data: JsonObject | string, name?: string): string {
  const line = name === undefined ? "" : `event: ${name}\n`;
  return `${line}data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
}

/**
 * Chunks of a stream, one for each piece: what opens the answer comes with the first, what closes
 * it with the last. An answer without pieces is one chunk.
 */
export function toChunks(
  opening: readonly string[],
  pieces: readonly string[],
  closing: readonly string[],
): readonly string[] {
  if (pieces.length === 0) return [[...opening, ...closing].join("")];
  return pieces.map((piece, index) => {
    const before = index === 0 ? opening.join("") : "";
    const after = index === pieces.length - 1 ? closing.join("") : "";
    return `${before}${piece}${after}`;
  });
}
