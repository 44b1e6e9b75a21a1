import { randomFillSync } from "node:crypto";
import type { Rng } from "@switchyard/contract";

/** The machine's own chance. It has no seed, so every fork draws from the same source. */
export function createSystemRng(): Rng {
  const rng: Rng = { fork: () => rng, float: () => Math.random() };
  return rng;
}

/** Random bytes are drawn for so many ids at once: a draw costs more than all else of an id. */
const IDS_PER_DRAW = 256;
const ID_BYTES = 16;
/** Of the 36 characters of a UUID, where each byte's two hexadecimal digits stand. */
const DIGITS_AT = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;
const HEX_DIGITS = Buffer.from("0123456789abcdef", "latin1");

/**
 * Ids that nothing else has: random UUIDs (RFC 9562, version 4). Node's own are joined from twenty
 * strings each, which the collector would carry about one by one.
 */
export function createRandomIds(): () => string {
  const drawn = Buffer.alloc(IDS_PER_DRAW * ID_BYTES);
  const text = Buffer.alloc(36, "-");
  let next = drawn.length;
  return () => {
    if (next === drawn.length) {
      randomFillSync(drawn);
      next = 0;
    }
    drawn[next + 6] = ((drawn[next + 6] ?? 0) & 0x0f) | 0x40;
    drawn[next + 8] = ((drawn[next + 8] ?? 0) & 0x3f) | 0x80;
    for (const at of DIGITS_AT) {
      const byte = drawn[next] ?? 0;
      text[at] = HEX_DIGITS[byte >> 4] ?? 0;
      text[at + 1] = HEX_DIGITS[byte & 0x0f] ?? 0;
      next += 1;
    }
    return text.toString("latin1");
  };
}
