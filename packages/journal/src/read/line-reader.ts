import type { SwitchyardEvent } from "@switchyard/contract";
import { createLineAssembler } from "../lines/line-assembler.ts";
import { parseLine } from "../lines/parse-line.ts";
import { createProblem, type JournalProblem } from "./journal-problem.ts";

/** Who is told of lines that are no events. */
export interface LineListener {
  readonly onProblem: (problem: JournalProblem) => void;
  readonly onUnknownType: (type: string) => void;
}

/** Makes events out of one file's bytes, and counts its lines. */
export interface LineReader {
  /** The events of the lines that these bytes end. */
  push(bytes: Buffer): SwitchyardEvent[];
  /** The event of a last line that has no line end, if it is whole. */
  end(): SwitchyardEvent[];
  /** The line that is being read, from 1. */
  readonly line: number;
}

/** A reader of one file, or of one life of it. Blank lines are nothing. */
export function createLineReader(source: string, listener: LineListener): LineReader {
  const assembler = createLineAssembler();
  let number = 1;
  const read = (text: string, isTorn: boolean): SwitchyardEvent[] => {
    const line = number;
    number += 1;
    if (text.trim() === "") return [];
    const parsed = parseLine(text);
    switch (parsed.kind) {
      case "event":
        return [parsed.event];
      case "unknown-type":
        listener.onUnknownType(parsed.type);
        return [];
      case "garbage":
      case "malformed": {
        const whole = parsed.kind === "garbage" ? "garbage-line" : "malformed-event";
        const kind = isTorn && parsed.kind === "garbage" ? "torn-line" : whole;
        listener.onProblem(createProblem(kind, source, line, parsed.why));
        return [];
      }
      default:
        return parsed satisfies never;
    }
  };
  return {
    push: (bytes) => assembler.push(bytes).flatMap((text) => read(text, false)),
    end: () => read(assembler.end(), true),
    get line() {
      return number;
    },
  };
}
