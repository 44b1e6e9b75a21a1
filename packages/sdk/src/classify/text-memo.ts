/** A bounded memory of numbers by text. */
export interface TextMemo {
  get(text: string): number | undefined;
  set(text: string, value: number): void;
}

/** Bounds of one half of the memory. */
export interface TextMemoBounds {
  readonly entriesMax: number;
  /** Characters of all keys together; a longer text is not remembered. */
  readonly charactersMax: number;
}

/**
 * Remembers the texts used lately. When the young half is full it becomes the old one and the old
 * one is forgotten; a text found in the old half is young again. That is as good as an exact order
 * of use here, and costs one look-up.
 */
export function createTextMemo({ entriesMax, charactersMax }: TextMemoBounds): TextMemo {
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  let characters = 0;

  const set = (text: string, value: number): void => {
    if (text.length > charactersMax) return;
    if (young.size >= entriesMax || characters + text.length > charactersMax) {
      old = young;
      young = new Map();
      characters = 0;
    }
    young.set(text, value);
    characters += text.length;
  };
  return {
    get: (text) => {
      const known = young.get(text);
      if (known !== undefined) return known;
      const value = old.get(text);
      if (value !== undefined) set(text, value);
      return value;
    },
    set,
  };
}
