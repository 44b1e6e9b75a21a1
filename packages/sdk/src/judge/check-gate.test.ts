import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aText, PLAIN, schemas } from "./arbitraries.ts";
import type { LocalGate } from "./check-gate.ts";
import { judge } from "./verdict.ts";

const answerOf = (text: string) => ({ text, toolCalls: [], finishReason: "stop" }) as const;
const failuresOf = (gate: LocalGate, text: string) => judge([gate], answerOf(text), PLAIN).failures;
const passes = (gate: LocalGate, text: string): boolean => failuresOf(gate, text).length === 0;

describe("mustInclude and mustNotInclude", () => {
  const wellFormed = fc.string({ unit: "grapheme", maxLength: 20 });

  test("what is in a part is in the whole, whatever stands around it", () => {
    fc.assert(
      fc.property(wellFormed, wellFormed, wellFormed, (before, text, after) => {
        fc.pre(text !== "");
        const texts = [text];

        expect(passes({ kind: "must-include", texts }, `${before}${text}${after}`)).toBe(true);
        expect(passes({ kind: "must-not-include", texts }, `${before}${text}${after}`)).toBe(false);
      }),
    );
  });

  test("letter case is ignored both ways, a sigma at a word's end too", () => {
    const texts = ["οδος"];
    expect(passes({ kind: "must-include", texts }, "ΟΔΟΣ ΑΒΓ")).toBe(true);
    expect(passes({ kind: "must-include", texts }, "ΟΔΟΣΑ")).toBe(true);
    expect(passes({ kind: "must-not-include", texts: ["Strasse"] }, "HAUPTSTRAßE 1")).toBe(false);
  });

  test("one gate is the other's opposite for a single text", () => {
    fc.assert(
      fc.property(aText(), aText(), (text, wanted) => {
        const texts = [wanted];
        const includes = passes({ kind: "must-include", texts }, text);

        expect(passes({ kind: "must-not-include", texts }, text)).toBe(!includes);
      }),
    );
  });

  test("every missing and every barred text is named", () => {
    expect(failuresOf({ kind: "must-include", texts: ["a", "b", "c"] }, "B")).toMatchObject([
      { gate: "must-include", kind: "gate-failed", message: 'The answer must include "a", "c".' },
    ]);
    expect(failuresOf({ kind: "must-not-include", texts: ["a", "b"] }, "A")).toMatchObject([
      { message: 'The answer must not include "a".' },
    ]);
  });
});

describe("length", () => {
  test("an answer passes exactly when its code points are within the bounds", () => {
    fc.assert(
      fc.property(aText(), fc.nat({ max: 9 }), fc.nat({ max: 9 }), (text, least, more) => {
        const gate = { kind: "length", charactersMin: least, charactersMax: least + more } as const;
        const characters = Array.from(text).length;

        expect(passes(gate, text)).toBe(characters >= least && characters <= least + more);
      }),
    );
  });

  test("an emoji is one character", () => {
    expect(passes({ kind: "length", charactersMax: 2 }, "😀😀")).toBe(true);
    expect(failuresOf({ kind: "length", charactersMax: 2 }, "😀😀😀")).toMatchObject([
      { message: "The answer has 3 characters; at most 2 are wanted." },
    ]);
  });
});

describe("schema", () => {
  test("holds the answer to the caller's schema, to a judge's or to the policy's own", () => {
    const output = { schema: { type: "object", required: ["a"] } };
    const byRequest = { kind: "schema", schema: "request" } as const;
    const verdict = judge([byRequest], answerOf("{}"), { ...PLAIN, output });
    expect(verdict.failures).toEqual([
      {
        gate: "schema: request",
        kind: "malformed-output",
        message: "The answer does not fit its schema: the whole must have required property 'a'.",
      },
    ]);
    const inPlace = { kind: "schema", schema: { type: "array" } } as const;
    expect(judge([inPlace], answerOf("[1]"), PLAIN)).toMatchObject({ object: [1] });
    expect(failuresOf(inPlace, "{}")).toMatchObject([{ gate: "schema: in place" }]);
    const judgement = { kind: "schema", schema: "builtin/judgement" } as const;
    expect(passes(judgement, '{"reason":"fine","score":0.5}')).toBe(true);
    expect(passes(judgement, '{"reason":"fine","score":7}')).toBe(false);
  });

  test("asks nothing of a request for plain text", () => {
    expect(passes({ kind: "schema", schema: "request" }, "Hello")).toBe(true);
  });

  test("says once that an answer is not JSON", () => {
    const facts = { schemas, judges: [], output: { schema: {} } };
    const gates = [{ kind: "schema", schema: "request" }] as const;
    expect(judge(gates, answerOf("Sure!"), facts).failures).toMatchObject([
      { message: "The answer does not fit its schema: it is not JSON." },
    ]);
  });
});

test.each([
  [{ kind: "non-empty" }, " \n", "empty-output"],
  [{ kind: "not-refusal" }, "I'm sorry, but I can't help with that.", "refusal"],
] as const)("%j refuses %j as %s", (gate, text, kind) => {
  expect(failuresOf(gate, text)).toMatchObject([{ gate: gate.kind, kind }]);
  expect(passes(gate, "Hello")).toBe(true);
});
