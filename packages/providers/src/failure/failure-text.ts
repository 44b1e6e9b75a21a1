/** A provider's words are cut to this many characters in a failure's message. */
const WORDS_CHARS_MAX = 300;

/** Longest code, type or request id kept; a longer one is not a name. */
const NAME_CHARS_MAX = 128;

/** An echo of this many characters of the prompt, at any place, is found for sure. */
const ECHO_CHARS = 48;

/** What must not be read in a failure. */
export interface Confidential {
  /** Strikes every key out of a text. */
  readonly redact: (text: string) => string;
  /** The texts of the prompt; called only when there are words to check. */
  readonly promptTexts: () => readonly string[];
}

/**
 * A provider's words for a failure's message: keys struck out, on one line, at most 300
 * characters. Words that quote the prompt are withheld altogether.
 */
export function quoteProvider(words: string, { redact, promptTexts }: Confidential): string {
  const line = redact(words).replaceAll(/\s+/g, " ").trim();
  const shown = line.length <= WORDS_CHARS_MAX ? line : `${line.slice(0, WORDS_CHARS_MAX)}…`;
  if (shown === "") return "";
  const isEcho = promptTexts().some((text) => isQuoted(text, shown));
  return isEcho ? "(words withheld: they quote the prompt)" : shown;
}

/** A code, type or request id of a provider, with keys struck out. */
export function quoteName(name: string | undefined, { redact }: Confidential): string | undefined {
  return name === undefined ? undefined : redact(name).slice(0, NAME_CHARS_MAX);
}

/** Looks for half-length windows, so no long echo can lie between two of them. */
function isQuoted(promptText: string, line: string): boolean {
  const prompt = promptText.replaceAll(/\s+/g, " ");
  const windowChars = ECHO_CHARS / 2;
  for (let start = 0; start + windowChars <= line.length; start += windowChars) {
    if (prompt.includes(line.slice(start, start + windowChars))) return true;
  }
  return false;
}
