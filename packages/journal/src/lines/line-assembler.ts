import { LINE_CHARACTERS_MAX } from "./parse-line.ts";

/** Makes lines out of bytes, however they are cut. */
export interface LineAssembler {
  /** The lines that these bytes end, without their line ends. The bytes may be reused after. */
  push(bytes: Buffer): string[];
  /** What came after the last line end. Empty: nothing did. */
  end(): string;
}

const LINE_END = 0x0a;
/** UTF-8 has three bytes at most for a character as strings count them, and one is too many. */
const REST_BYTES_MAX = 3 * (LINE_CHARACTERS_MAX + 1);

/**
 * An assembler for UTF-8. Of a line that is too long for an event it keeps only so much that who
 * parses it sees that.
 */
export function createLineAssembler(): LineAssembler {
  let rest = Buffer.alloc(0);
  const keep = (bytes: Buffer): void => {
    if (rest.length < REST_BYTES_MAX)
      rest = Buffer.concat([rest, bytes.subarray(0, REST_BYTES_MAX - rest.length)]);
  };
  const takeRest = (): string => {
    const text = rest.toString("utf8");
    rest = Buffer.alloc(0);
    return text;
  };
  return {
    push: (bytes) => {
      const first = bytes.indexOf(LINE_END);
      if (first === -1) {
        keep(bytes);
        return [];
      }
      // Cut at line ends, which are no part of any other character, so none is ever split.
      keep(bytes.subarray(0, first));
      const head = takeRest();
      const last = bytes.lastIndexOf(LINE_END);
      keep(bytes.subarray(last + 1));
      if (last === first) return [head];
      return [head, ...bytes.toString("utf8", first + 1, last).split("\n")];
    },
    end: takeRest,
  };
}
