import type {
  FailureKind,
  Gate,
  JsonSchema,
  ModelResponse,
  OutputFormat,
} from "@switchyard/contract";
import { JUDGEMENT_SCHEMA } from "./judgement.ts";
import { opensWithRefusal } from "./opens-with-refusal.ts";
import type { SchemaChecker } from "./schema-checker.ts";

/** What gates look at in an answer. */
export type JudgedAnswer = Pick<ModelResponse, "text" | "toolCalls" | "finishReason">;

/** What gates need besides the answer. */
export interface GateFacts {
  /** The caller's output format. Absent: plain text was asked for. */
  readonly output?: OutputFormat;
  readonly schemas: SchemaChecker;
}

/** Gates that a pure function can decide. */
export type LocalGate = Exclude<Gate, { readonly kind: "judge" | "custom" }>;

/** Why a gate lets an answer not through. */
export interface GateFailure {
  /** The gate's name, such as `not-refusal`, `schema: request` or `judge: judging`. */
  readonly gate: string;
  readonly kind: FailureKind;
  /** What is wrong and what would be right. Names an answer's properties, never its values. */
  readonly message: string;
  /** More for the model that is asked to repair. It may quote the answer: no event carries it. */
  readonly reason?: string;
}

/** The parsed JSON of an answer; `ok: false` where its text is none. */
export type ParsedAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

/** What one gate has against an answer; undefined when it lets it through. */
export function checkGate(
  gate: LocalGate,
  answer: JudgedAnswer,
  parsed: ParsedAnswer,
  facts: GateFacts,
): GateFailure | undefined {
  const { text, toolCalls, finishReason } = answer;
  const fail = (kind: FailureKind, message: string): GateFailure => ({
    gate: nameOfGate(gate),
    kind,
    message,
  });
  // A call of a tool is a turn of the conversation, not its end: only what it says can be wrong.
  const isFinal = toolCalls.length === 0;
  switch (gate.kind) {
    case "non-empty":
      return text.trim() === "" && isFinal
        ? fail("empty-output", "The answer is empty.")
        : undefined;
    case "not-truncated":
      return finishReason === "length"
        ? fail("output-truncated", "The output limit cut the answer.")
        : undefined;
    case "not-refusal":
      return isFinal && opensWithRefusal(text)
        ? fail("refusal", "The answer is a refusal in plain words.")
        : undefined;
    case "schema": {
      const schema = schemaOf(gate, facts);
      if (schema === undefined || !isFinal) return undefined;
      const mistakes = schemaMistakes(schema, parsed, facts.schemas);
      return mistakes.length === 0
        ? undefined
        : fail("malformed-output", `The answer does not fit its schema: ${mistakes.join("; ")}.`);
    }
    case "length": {
      const message = isFinal ? lengthMistake(gate, text) : undefined;
      return message === undefined ? undefined : fail("gate-failed", message);
    }
    case "must-include": {
      const missing = isFinal ? gate.texts.filter((wanted) => !includes(text, wanted)) : [];
      return missing.length === 0
        ? undefined
        : fail("gate-failed", `The answer must include ${quoted(missing)}.`);
    }
    case "must-not-include": {
      const found = gate.texts.filter((barred) => includes(text, barred));
      return found.length === 0
        ? undefined
        : fail("gate-failed", `The answer must not include ${quoted(found)}.`);
    }
    default:
      return gate satisfies never;
  }
}

/** A gate as messages name it. */
export function nameOfGate(gate: Gate): string {
  switch (gate.kind) {
    case "schema":
      return `schema: ${typeof gate.schema === "string" ? gate.schema : "in place"}`;
    case "custom":
      return `custom: ${gate.name}`;
    case "judge":
      return `judge: ${gate.route}`;
    default:
      return gate.kind;
  }
}

/** The schema that a gate holds an answer to; undefined where the caller asked for plain text. */
function schemaOf(
  { schema }: Extract<Gate, { readonly kind: "schema" }>,
  { output }: GateFacts,
): JsonSchema | undefined {
  if (schema === "request") return output?.schema;
  return schema === "builtin/judgement" ? JUDGEMENT_SCHEMA : schema;
}

function schemaMistakes(
  schema: JsonSchema,
  parsed: ParsedAnswer,
  schemas: SchemaChecker,
): readonly string[] {
  return parsed.ok ? schemas.mistakesOf(schema, parsed.value) : ["it is not JSON"];
}

/** Counts code points: an emoji of one code point is one character, as a reader would say. */
function lengthMistake(
  { charactersMin, charactersMax }: Extract<Gate, { readonly kind: "length" }>,
  text: string,
): string | undefined {
  const characters = [...text].length;
  if (charactersMin !== undefined && characters < charactersMin)
    return `The answer has ${characters} characters; at least ${charactersMin} are wanted.`;
  if (charactersMax !== undefined && characters > charactersMax)
    return `The answer has ${characters} characters; at most ${charactersMax} are wanted.`;
  return undefined;
}

/**
 * Whether a text has another in it, whatever their letter case. Upper case is taken letter by
 * letter, lower case is not (a sigma at a word's end differs), so what is in a part stays in the
 * whole.
 */
function includes(text: string, part: string): boolean {
  return text.toUpperCase().includes(part.toUpperCase());
}

function quoted(texts: readonly string[]): string {
  return texts.map((text) => JSON.stringify(text)).join(", ");
}
