import { createRequire } from "node:module";
import { Tokenizer } from "ai-tokenizer";
import { createTextMemo } from "./text-memo.ts";

/** Counts the tokens of a text. */
export type CountTokens = (text: string) => number;

/** About 16 MB of text at most, in two halves. */
const MEMO_BOUNDS = { entriesMax: 4_096, charactersMax: 4_000_000 } as const;
/** Merged words that the tokenizer remembers; its own default of 100,000 takes tens of megabytes. */
const WORDS_MAX = 10_000;
/** Pieces of texts: as many sentences as the texts of a long conversation have. */
const PIECE_BOUNDS = { entriesMax: 4_096, charactersMax: 1_000_000 } as const;
/** A longer piece costs quadratic time where it is one long word, such as a row of dashes. */
const PIECE_LENGTH = 512;

/**
 * Counts tokens of OpenAI's `o200k_base` encoding, each distinct text once while it is remembered.
 * Special tokens count as the plain text they are written in.
 *
 * A text is counted in pieces of up to 512 characters, cut where a sentence ends, else at a space
 * where there is one: a word that is cut counts one token more. Pieces are remembered too, since
 * much is told again inside other texts: to a judge, in a repair, in a conversation that grows.
 *
 * The first counter of a process loads the encoding: about 130 MB, and half a second to one.
 */
export function createTokenCounter(): CountTokens {
  const tokenizer = new Tokenizer(loadEncoding(), {}, WORDS_MAX);
  const memo = createTextMemo(MEMO_BOUNDS);
  const pieces = createTextMemo(PIECE_BOUNDS);
  const countPiece = (piece: string): number => {
    const known = pieces.get(piece);
    if (known !== undefined) return known;
    const tokens = tokenizer.encode(piece, "all").length;
    pieces.set(piece, tokens);
    return tokens;
  };
  return (text) => {
    const known = memo.get(text);
    if (known !== undefined) return known;
    let tokens = 0;
    for (let start = 0; start < text.length;) {
      const end = pieceEnd(text, start);
      tokens += countPiece(text.slice(start, end));
      start = end;
    }
    memo.set(text, tokens);
    return tokens;
  };
}

function pieceEnd(text: string, start: number): number {
  const furthest = start + PIECE_LENGTH;
  // Searched by itself: a text of one word would be walked whole for each of its pieces.
  const reach = text.slice(start, furthest + 1);
  const sentenceLength = reach.indexOf(". ") + 1;
  if (sentenceLength > 0) return start + sentenceLength;
  if (furthest >= text.length) return text.length;
  const space = reach.lastIndexOf(" ");
  if (space > 0) return start + space;
  const isPairCut = (text.charCodeAt(furthest) & 0xfc00) === 0xdc00;
  return isPairCut ? furthest + 1 : furthest;
}

/** Loaded here and not imported, so that a program which makes no router does not wait for it. */
function loadEncoding(): ConstructorParameters<typeof Tokenizer>[0] {
  return createRequire(import.meta.url)("ai-tokenizer/encoding/o200k_base");
}
