import { StreamCutError, type AnswerStream, type AnswerStreamPart } from "@switchyard/contract";

/** What a reader saw of a streamed answer, and what it was thrown. */
export interface StreamReading {
  readonly parts: readonly AnswerStreamPart[];
  /** Absent: the loop ended. */
  readonly thrown?: unknown;
}

/** How a streamed answer misled its reader. */
export type StreamFault =
  /** It ended, and neither said that it is complete nor threw. */
  | "ended-without-end"
  /** Something came after the part that says it is complete. */
  | "went-on-after-end"
  /** What was shown since the last notice is not the answer: two texts stand together. */
  | "shown-is-not-the-answer"
  /** It was cut after something else was shown than its error says. */
  | "shown-is-not-the-cut-text"
  /** It was continued before anything was shown, or its end does not say that it was. */
  | "continued-without-beginning"
  | "continued-unsaid"
  /** It was cut before anything was shown, when any other endpoint could have answered. */
  | "cut-before-content"
  /** A text without a character: there is nothing to show. */
  | "empty-text";

/** Reads a stream to its end. */
export async function readStream(stream: AnswerStream): Promise<StreamReading> {
  const parts: AnswerStreamPart[] = [];
  // The loop is thrown the same.
  stream.answer.catch(() => {});
  try {
    for await (const part of stream) parts.push(part);
    return { parts };
  } catch (thrown) {
    return { parts, thrown };
  }
}

/** Guards "never half an answer that looks whole": a stream is complete and says so, or it throws. */
export function streamFaults(reading: StreamReading): readonly StreamFault[] {
  const { parts } = reading;
  const faults: StreamFault[] = [];
  const endsAt = parts.findIndex(({ type }) => type === "end");
  const shown = shownText(parts);
  const last = parts.at(-1);
  if (endsAt !== -1 && ("thrown" in reading || endsAt < parts.length - 1))
    faults.push("went-on-after-end");
  if (endsAt === -1 && !("thrown" in reading)) faults.push("ended-without-end");
  if (last?.type === "end" && last.answer.text !== shown) faults.push("shown-is-not-the-answer");
  if (parts.findIndex(({ type }) => type === "continued") === 0)
    faults.push("continued-without-beginning");
  if (last?.type === "end" && isContinued(parts) !== (last.answer.continuedFrom !== undefined))
    faults.push("continued-unsaid");
  if (reading.thrown instanceof StreamCutError) faults.push(...cutFaults(reading.thrown, shown));
  if (parts.some((part) => part.type === "text" && part.text === "")) faults.push("empty-text");
  return faults;
}

function cutFaults({ text }: StreamCutError, shown: string): readonly StreamFault[] {
  return [
    ...(shown === "" ? (["cut-before-content"] as const) : []),
    ...(text === shown ? [] : (["shown-is-not-the-cut-text"] as const)),
  ];
}

/** Whether what stands before the reader is of more than one model. */
function isContinued(parts: readonly AnswerStreamPart[]): boolean {
  const notice = parts.findLast(({ type }) => type === "restart" || type === "continued");
  return notice?.type === "continued";
}

/** What stands before the reader: the texts since the last notice that all before is void. */
function shownText(parts: readonly AnswerStreamPart[]): string {
  let text = "";
  for (const part of parts) {
    if (part.type === "restart") text = "";
    if (part.type === "text") text += part.text;
  }
  return text;
}
