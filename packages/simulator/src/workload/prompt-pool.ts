import type { Rng, TextPart } from "@switchyard/contract";
import { PLAIN_WORDS } from "./plain-words.ts";

/** Sizes of parts in tokens, greatest first. */
const PART_TOKENS = [1024, 256, 64, 16] as const;
const PART_TOKENS_MIN = 16;
/** Parts of each size: few enough that all are counted once, early in a rehearsal. */
const PARTS_PER_SIZE = 12;
/** Fifteen words and a full stop. */
const SENTENCE_WORDS = 15;

/** Prompts of given length, put together from a bounded pool of shared parts. */
export interface PromptPool {
  /**
   * The parts of one prompt, {@link promptTokens} long.
   *
   * @param draws chooses among parts of a size
   */
  prompt(tokens: number, draws: Rng): readonly TextPart[];
}

/** The length that a prompt of about `tokens` gets: the nearest multiple of 16, at least 16. */
export function promptTokens(tokens: number): number {
  return Math.max(1, Math.round(tokens / PART_TOKENS_MIN)) * PART_TOKENS_MIN;
}

/**
 * Makes a pool of 48 texts of plain English words, each of known size. Prompts share them, so a
 * router that remembers the length of a part counts tokens only 48 times.
 */
export function createPromptPool(rng: Rng): PromptPool {
  // Parts are written when they are first drawn: a short rehearsal needs few of them.
  const pool = PART_TOKENS.map((): TextPart[] => []);
  return {
    prompt(tokens, draws) {
      let left = promptTokens(tokens);
      const parts: TextPart[] = [];
      for (const [size, sized] of pool.entries()) {
        const partTokens = PART_TOKENS[size] ?? PART_TOKENS_MIN;
        for (; left >= partTokens; left -= partTokens) {
          const index = Math.floor(draws.float() * PARTS_PER_SIZE);
          const part = (sized[index] ??= partOf(partTokens, rng.fork(`${partTokens}/${index}`)));
          parts.push(part);
        }
      }
      return parts;
    },
  };
}

function partOf(tokens: number, rng: Rng): TextPart {
  const sentences = Array.from({ length: tokens / (SENTENCE_WORDS + 1) }, () => sentenceOf(rng));
  return { type: "text", text: sentences.join("") };
}

/** Each word with a blank before it, as the vocabulary has it. */
function sentenceOf(rng: Rng): string {
  const words = Array.from(
    { length: SENTENCE_WORDS },
    () => ` ${PLAIN_WORDS[Math.floor(rng.float() * PLAIN_WORDS.length)] ?? ""}`,
  );
  return `${words.join("")}.`;
}
