import { expect, test } from "vitest";
import { readValue } from "./read-value.ts";

const messagesOf = (value: unknown): readonly string[] =>
  readValue(value).findings.map(({ path, message }) => `/${path.join("/")}: ${message}`);

test.each([
  [
    "a reserved key",
    JSON.parse('{"a":[{"__proto__":1}]}'),
    "/a/0/__proto__: `__proto__` is reserved",
  ],
  ["half a character", { a: ["\uD800"] }, "/a/0: the text has half of a character"],
  ["half a character in a key", { a: { "\uDFFF": 1 } }, "/a: the text has half of a character"],
])("%s is found", (_what, value, expected) => {
  expect(messagesOf(value)).toEqual([expect.stringContaining(expected)]);
});

test("a whole character outside the basic plane is fine", () => {
  expect(messagesOf({ text: "\u{1F600}" })).toEqual([]);
});

test("a cycle is walked once", () => {
  const loop: Record<string, unknown> = { a: 1 };
  loop["self"] = loop;

  expect(messagesOf(loop)).toEqual([]);
});

test("nesting without end is one mistake", () => {
  const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`);

  expect(messagesOf(deep)).toHaveLength(1);
});
