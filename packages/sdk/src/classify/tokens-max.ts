import type { CountTokens } from "./token-counter.ts";
import { createTextMemo } from "./text-memo.ts";

/** As many texts as the counter itself remembers; both hold the same strings. */
const MEMO_BOUNDS = { entriesMax: 4_096, charactersMax: 4_000_000 } as const;
/**
 * Tokens of any tokenizer in service for one of `o200k_base`, in Latin letters and digits. Claude's
 * published encoding counts code 12% higher. Anthropic says that its models since Opus 4.7 count
 * about 30% more than those before (platform.claude.com, token counting); others measured 47%.
 * 1.12 x 1.47 = 1.65.
 */
const LATIN_FACTOR = 1.65;
/** UTF-16 code units below these take one, two and three bytes of UTF-8. */
const TWO_BYTES_FROM = 0x80;
const THREE_BYTES_FROM = 0x800;
/** General punctuation: from here on come the ideographs, kana and Hangul that all encodings know. */
const KNOWN_SCRIPTS_FROM = 0x2000;

/**
 * Counts the most tokens that a tokenizer in service makes of a text: no less than `o200k_base`,
 * Claude's published encoding and `cl100k_base` do.
 *
 * `o200k_base` knows many scripts by whole words that others spell by letters or bytes, so each
 * letter beyond ASCII adds one token, and each of the scripts from Devanagari to Khmer two. No
 * tokenizer makes more tokens than the text has bytes.
 */
export function createTokensMax(countTokens: CountTokens): CountTokens {
  const memo = createTextMemo(MEMO_BOUNDS);
  return (text) => {
    const known = memo.get(text);
    if (known !== undefined) return known;
    const { bytes, spelledTokens } = spell(text);
    const tokens = Math.min(bytes, Math.ceil(countTokens(text) * LATIN_FACTOR) + spelledTokens);
    memo.set(text, tokens);
    return tokens;
  };
}

function spell(text: string): { readonly bytes: number; readonly spelledTokens: number } {
  let bytes = text.length;
  let spelledTokens = 0;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit < TWO_BYTES_FROM) continue;
    // A pair of surrogates is four bytes and counts as six here: a bound may be higher.
    bytes += unit < THREE_BYTES_FROM ? 1 : 2;
    spelledTokens += unit < THREE_BYTES_FROM || unit >= KNOWN_SCRIPTS_FROM ? 1 : 2;
  }
  return { bytes, spelledTokens };
}
