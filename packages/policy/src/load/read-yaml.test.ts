import { expect, test } from "vitest";
import { readYaml } from "./read-yaml.ts";

const read = (text: string): ReturnType<typeof readYaml> => readYaml({ text, file: "a.yaml" });
const problemsOf = (text: string): readonly string[] => {
  const { syntax, findings, map } = read(text);
  const found = findings.map((finding) => ({
    position: finding.position ?? map.locate(`/${finding.path.join("/")}`),
    message: finding.message,
  }));
  return [...syntax, ...found].map(
    ({ position, message }) => `${position?.line}:${position?.column} ${message}`,
  );
};

test("text becomes plain data, and every value has a position", () => {
  const { value, map } = read("a: 1\nb:\n  c: [x, { d: true }]\n");

  expect(value).toEqual({ a: 1, b: { c: ["x", { d: true }] } });
  expect(map.locate("/a")).toEqual({ file: "a.yaml", line: 1, column: 4 });
  expect(map.locateKey("/a")).toEqual({ file: "a.yaml", line: 1, column: 1 });
  expect(map.locate("/b/c/1/d")).toEqual({ file: "a.yaml", line: 3, column: 15 });
});

test("a map is found at its key, a missing value at the map it would be in", () => {
  const { map } = read("a: 1\nb:\n  c: 2\n");

  expect(map.locate("/b")).toEqual({ file: "a.yaml", line: 2, column: 1 });
  expect(map.locate("/b/missing/deeper")).toEqual({ file: "a.yaml", line: 2, column: 1 });
  expect(map.locateKey("/b/missing")).toEqual({ file: "a.yaml", line: 2, column: 1 });
});

test.each([
  ["an unclosed list", "a: [1,\nb: 2\n", /^2:\d+ this is not valid YAML: /],
  ["an unclosed quote", "a: 'x\n", /^\d+:\d+ this is not valid YAML: .*quote/],
  ["a tab as indentation", "a:\n\tb: 1\n", /^2:1 this is not valid YAML: Tabs/],
  ["a second document", "a: 1\n---\nb: 2\n", /^2:1 a second document starts here/],
  ["nothing", "", /^1:1 the file is empty/],
  ["a comment only", "# later\n", /^1:1 the file is empty/],
  ["an unknown tag", "a: !secret x\n", /^1:4 this is not valid YAML: Unresolved tag/],
  [
    "a key that is written twice",
    "a: 1\nb: 2\na: 3\n",
    /^3:1 the key is written twice, first in line 1/,
  ],
  ["a reserved key", "__proto__: { x: 1 }\n", /^1:1 `__proto__` is reserved/],
  ["another reserved key", "a:\n  toString: 1\n", /^2:3 `toString` is reserved/],
  ["no number", "a: .nan\n", /^1:4 NaN is not a finite number/],
  ["too large a number", "a: 1e999\n", /^1:4 Infinity is not a finite number/],
  ["half a character", 'a: "\\uD800"\n', /^1:4 the text has half of a character/],
  ["half a character in a key", '"\\uDC00": 1\n', /^1:1 the text has half of a character/],
  ["an unknown anchor", "a: *b\n", /^1:4 `\*b` names no anchor/],
  ["a list as key", "? [a]\n: 1\n", /^1:3 a key must be plain text/],
  ["deep nesting", "[".repeat(20_000), /^1:\d+ the text is nested too deeply/],
  [
    "nesting beyond any document",
    `${"[".repeat(60)}${"]".repeat(60)}`,
    /^1:42 the document nests deeper/,
  ],
  ["a huge file", `a: ${"x".repeat(1_000_001)}`, /^1:1 the file has 1000004 characters/],
])("%s is reported where it stands", (_what, text, expected) => {
  const [first] = problemsOf(text);

  expect(first).toMatch(expected);
});

test("no key of a text reaches the prototype of its value", () => {
  const { value } = read('__proto__: { polluted: true }\n"constructor": 1\nok: 1\n');

  expect(value).toEqual({ ok: 1 });
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test("aliases are written out", () => {
  expect(read("a: &x { b: 1 }\nc: *x\n").value).toEqual({ a: { b: 1 }, c: { b: 1 } });
});

test("aliases that multiply without bound are one mistake, found at once", () => {
  const levels = Array.from({ length: 9 }, (_, level) => {
    const list = Array.from({ length: 9 }, () => (level === 0 ? "x" : `*a${level - 1}`));
    return `a${level}: &a${level} [${list.join(", ")}]`;
  });

  const problems = problemsOf(`${levels.join("\n")}\n`);

  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/more than 50000 values/);
});

test("an alias means the last anchor of its name before it", () => {
  const text = "a: &x 1\nb: &y [*x, &z 5]\nc: &x 2\nd: *x\ne: &z 6\nf: *y\ng: *z\n";

  expect(read(text).value).toEqual({ a: 1, b: [1, 5], c: 2, d: 2, e: 6, f: [1, 5], g: 6 });
});

test("very many aliases take no longer than very many values", () => {
  const aliases = "- *x\n".repeat(40_000);

  expect(read(`- &x a\n${aliases}`).value).toHaveLength(40_001);
});

test("an alias inside its own anchor is a mistake and no endless loop", () => {
  expect(problemsOf("a: &x [*x]\n")).not.toEqual([]);
});
