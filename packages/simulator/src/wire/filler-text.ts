/** A token of English is about four characters (OpenAI's help centre, "What are tokens"). */
const CHARS_PER_TOKEN = 4;

/** Longer answers are cut to this, so that a rehearsal does not spend its time on filler. */
const CHARS_MAX = 8192;

/** Languages that a model writes in. */
export type Language = "english" | "french";

const SENTENCE = "The account is in order and the next step is described below. ";
const FRENCH_SENTENCE = "Le compte est en règle et la prochaine étape est décrite ci-dessous. ";
const FILLERS: Readonly<Record<Language, string>> = {
  english: SENTENCE.repeat(Math.ceil(CHARS_MAX / SENTENCE.length)),
  french: FRENCH_SENTENCE.repeat(Math.ceil(CHARS_MAX / FRENCH_SENTENCE.length)),
};

/** What a model writes whose answer is of no use; graders may look for it. */
export const LOW_QUALITY_TEXT = "It depends on many things, so there is no clear answer to give.";

/** What a model writes that refuses in plain words. */
export const REFUSAL_TEXT = "I'm sorry, but I can't help with that request.";

/** Text of about so many tokens, at most 2,048. Slices of one string: it costs nothing. */
export function fillerText(tokens: number, language: Language = "english"): string {
  return FILLERS[language].slice(0, Math.min(CHARS_MAX, Math.max(0, tokens) * CHARS_PER_TOKEN));
}

/** Estimated tokens of a text of so many characters; at least 1. */
export function tokensOfChars(chars: number): number {
  return Math.max(1, Math.ceil(chars / CHARS_PER_TOKEN));
}
