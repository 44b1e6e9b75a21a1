import type { Rng } from "@switchyard/contract";

const WORD = 0x1_0000_0000;

/** Draws `words` times eight hexadecimal digits, for ids. Takes one number of `rng` a word. */
export function drawHex(rng: Rng, words: number): string {
  let hex = "";
  for (let word = 0; word < words; word += 1) {
    hex += Math.floor(rng.float() * WORD)
      .toString(16)
      .padStart(8, "0");
  }
  return hex;
}
