/**
 * Whether a text holds whole characters only. Half of a surrogate pair has no UTF-8 and so no
 * place in canonical JSON (RFC 8785, section 3.1).
 */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

export const HALF_CHARACTER = "the text has half of a character in it, a lone surrogate; remove it";
