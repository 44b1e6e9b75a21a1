import { StringDecoder } from "node:string_decoder";
import { LINE_CHARACTERS_MAX } from "./parse-line.ts";

/** Makes lines out of bytes, however they are cut. */
export interface LineAssembler {
  /** The lines that these bytes end, without their line ends. */
  push(bytes: Buffer): string[];
  /** What came after the last line end. Empty: nothing did. */
  end(): string;
}

/**
 * An assembler for UTF-8. Of a line that is too long for an event it keeps the beginning, one
 * character more than an event may have, so that who parses it sees that.
 */
export function createLineAssembler(): LineAssembler {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  return {
    push: (bytes) => {
      const lines = (rest + decoder.write(bytes)).split("\n");
      rest = (lines.pop() ?? "").slice(0, LINE_CHARACTERS_MAX + 1);
      return lines;
    },
    end: () => rest + decoder.end(),
  };
}
