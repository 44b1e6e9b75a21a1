import type { Message } from "@switchyard/contract";

/**
 * Where a conversation may be cut: the index of the first message of each turn, ascending, the
 * first 0. A turn begins with the user's words (several in a row are one turn) and has all that
 * answers them. Turns that a tool's call and its result reach across are one.
 */
export function joinTurns(messages: readonly Message[]): readonly number[] {
  const starts = messages.flatMap(({ role }, index) =>
    index === 0 || (role === "user" && messages[index - 1]?.role !== "user") ? [index] : [],
  );
  const spans = toolSpans(messages);
  return starts.filter((start) => !spans.some(([from, to]) => from < start && start <= to));
}

/** First and last message in which the same tool call is spoken of. */
function toolSpans(messages: readonly Message[]): readonly (readonly [number, number])[] {
  const spans = new Map<string, readonly [number, number]>();
  for (const [index, { content }] of messages.entries()) {
    if (typeof content === "string") continue;
    for (const part of content) {
      if (part.type !== "tool-call" && part.type !== "tool-result") continue;
      spans.set(part.toolCallId, [spans.get(part.toolCallId)?.[0] ?? index, index]);
    }
  }
  return [...spans.values()].filter(([from, to]) => from < to);
}
