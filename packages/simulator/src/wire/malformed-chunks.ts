import type { StreamMalformation } from "../faults/families/stream-fault.ts";

/** Length of a giant line: more than any reader expects, and little enough to send often. */
const GIANT_LINE_CHARS = 256 * 1024;

/** What stands in the filler, and the same with characters of several bytes. */
const ONE_BYTE = "account";
const SEVERAL_BYTES = "açcoünt";

/** The first byte of each character of two bytes that {@link SEVERAL_BYTES} has. */
const LEAD_BYTE = 0xc3;

const UNKNOWN_EVENT = 'event: surprise\ndata: {"type":"surprise"}\n\n';

/** The chunks of a stream with something wrong, or merely unusual, in the middle. */
export function malformChunks(texts: readonly string[], as: StreamMalformation): readonly string[] {
  const middle = texts.length >> 1;
  const [before, after] = [texts.slice(0, middle), texts.slice(middle)];
  switch (as) {
    case "bad-json":
      return [...before, 'data: {"half":\n\n', ...after];
    case "split-utf8":
      return texts.map((text) => text.replaceAll(ONE_BYTE, SEVERAL_BYTES));
    case "crlf":
      return texts.map((text) => text.replaceAll("\n", "\r\n"));
    case "duplicate":
      return [...before, ...before.slice(-1), ...after];
    case "out-of-order":
      return [...before.slice(0, -1), ...after.slice(0, 1), ...before.slice(-1), ...after.slice(1)];
    case "unknown-event":
      return [...before, UNKNOWN_EVENT, ...after];
    case "giant-line":
      return [...before, `: ${"x".repeat(GIANT_LINE_CHARS)}\n\n`, ...after];
    default:
      return as satisfies never;
  }
}

/** @param isSplit whether each chunk ends inside its last character of several bytes */
export function encodeChunks(texts: readonly string[], isSplit: boolean): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  const chunks = texts.map((text) => encoder.encode(text));
  if (!isSplit) return chunks;
  let carried: Uint8Array = new Uint8Array();
  return chunks.map((chunk, index) => {
    const bytes = Uint8Array.from([...carried, ...chunk]);
    const isLast = index === chunks.length - 1;
    const end = isLast ? bytes.length : endInsideCharacter(bytes);
    carried = bytes.subarray(end);
    return bytes.subarray(0, end);
  });
}

function endInsideCharacter(bytes: Uint8Array): number {
  const lead = bytes.lastIndexOf(LEAD_BYTE);
  return lead === -1 ? bytes.length : lead + 1;
}
