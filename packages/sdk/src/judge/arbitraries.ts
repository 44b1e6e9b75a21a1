import { FINISH_REASONS, type Gate } from "@switchyard/contract";
import fc from "fast-check";
import type { JudgedAnswer } from "./check-gate.ts";
import type { Judgement } from "./judgement.ts";
import { createSchemaChecker } from "./schema-checker.ts";
import type { VerdictFacts } from "./verdict.ts";

export const schemas = createSchemaChecker();

/** Facts of an ask for plain text that no judge was drawn for. */
export const PLAIN: VerdictFacts = { schemas, judges: [] };

export const ROUTES = ["judging", "second-judging"] as const;

export function aSchema(): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.constantFrom(
    {},
    { type: "object" },
    { type: "object", properties: { a: { type: "number" } }, required: ["a"] },
    { type: "array", items: { type: "integer", minimum: 0 }, maxItems: 2 },
    { enum: [1, "a", null] },
    { $schema: "http://json-schema.org/draft-07/schema#", items: [{ type: "string" }] },
  );
}

/** Letters, spaces and JSON: what gates tell apart. */
export function aText(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 12 }),
    fc.stringMatching(/^[abAB ßσΣ]{0,6}$/),
    fc.json({ maxDepth: 2 }),
    fc.constantFrom("", " ", "I'm sorry, but I can't help with that.", '{"a":1}', "[1,2]"),
  );
}

export function aLocalGate(): fc.Arbitrary<Gate> {
  const texts = fc.array(fc.stringMatching(/^[abAB]{1,2}$/), { minLength: 1, maxLength: 2 });
  return fc.oneof(
    fc.constantFrom(
      { kind: "non-empty" as const },
      { kind: "not-truncated" as const },
      { kind: "not-refusal" as const },
      { kind: "schema" as const, schema: "request" as const },
      { kind: "schema" as const, schema: "builtin/judgement" as const },
    ),
    aSchema().map((schema) => ({ kind: "schema" as const, schema })),
    fc.record({ kind: fc.constant("length" as const), charactersMin: fc.integer({ max: 3 }) }),
    fc.record({ kind: fc.constant("length" as const), charactersMax: fc.nat({ max: 9 }) }),
    texts.map((entries) => ({ kind: "must-include" as const, texts: entries })),
    texts.map((entries) => ({ kind: "must-not-include" as const, texts: entries })),
  );
}

export function aPendingGate(): fc.Arbitrary<Gate> {
  return fc.oneof(
    fc.constantFrom("tone", "facts").map((name) => ({ kind: "custom" as const, name })),
    fc.record({
      kind: fc.constant("judge" as const),
      route: fc.constantFrom(...ROUTES),
      scoreMin: fc.double({ min: 0, max: 1, noNaN: true }),
      sampleShare: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
  );
}

export function aGateList(): fc.Arbitrary<readonly Gate[]> {
  return fc.array(fc.oneof({ weight: 2, arbitrary: aLocalGate() }, aPendingGate()), {
    maxLength: 5,
  });
}

export function anAnswer(): fc.Arbitrary<JudgedAnswer> {
  const toolCall = { type: "tool-call", toolCallId: "1", toolName: "t", input: {} } as const;
  return fc.record({
    text: aText(),
    toolCalls: fc.oneof(
      { weight: 4, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.constant([toolCall]) },
    ),
    finishReason: fc.constantFrom(...FINISH_REASONS),
  });
}

export function someFacts(): fc.Arbitrary<VerdictFacts> {
  return fc
    .record({ schema: fc.option(aSchema()), judges: fc.subarray([...ROUTES]) })
    .map(({ schema, judges }) =>
      schema === null ? { schemas, judges } : { schemas, judges, output: { schema } },
    );
}

export function aJudgement(): fc.Arbitrary<Judgement> {
  const score = fc.double({ min: 0, max: 1, noNaN: true });
  return fc.oneof(
    fc.record({ outcome: fc.constant("passed" as const), score }, { requiredKeys: ["outcome"] }),
    fc.record(
      { outcome: fc.constant("failed" as const), message: fc.string(), score },
      { requiredKeys: ["outcome", "message"] },
    ),
    fc.record({ outcome: fc.constant("unjudged" as const), message: fc.string() }),
  );
}
