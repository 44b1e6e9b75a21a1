import { expect, test } from "vitest";
import { shellWord } from "./shell-word.ts";

test.each([
  ["provider:openai", "provider:openai"],
  ["a_b@c%d+e=f,g./h-1", "a_b@c%d+e=f,g./h-1"],
  ["", "''"],
  ["two words", "'two words'"],
  ["$HOME", "'$HOME'"],
  ["tail$", "'tail$'"],
  ["it's o'clock", "'it'\\''s o'\\''clock'"],
])("%s is %s to a shell", (word, text) => {
  expect(shellWord(word)).toBe(text);
});
