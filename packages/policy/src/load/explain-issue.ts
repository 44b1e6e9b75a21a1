import { z } from "zod";
import { describeSchema, spellEntry, spellQuantity, wordsOf } from "./describe-schema.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./json-pointer.ts";
import { nearest } from "./nearest.ts";
import { isPlainMap, valueAt } from "./plain-map.ts";
import { alternativesOf, keysOf, schemaAt, type AnySchema } from "./schema-at.ts";
import { showNames, showValue } from "./show-value.ts";

/** A mistake of shape, and what would have to be changed to go on checking. */
export interface ShapeProblem extends Finding {
  readonly kind: "missing" | "unknown-key" | "wrong";
  /** For an unknown key: the key that it most likely stands for. */
  readonly meant?: string;
  /** What is expected in the place; undefined where nothing is. */
  readonly expected?: AnySchema;
}

/** Where an issue was found: inside an option of a union its schema holds from `base` on. */
interface Context {
  readonly root: unknown;
  readonly schema: AnySchema;
  readonly base: Path;
}

type Issue = z.core.$ZodIssue;

/**
 * Says what one zod issue means for whoever wrote the document. The parse must have been made
 * with `error: () => ""`, so that a message is there only where the schema itself gives one.
 */
export function explainIssue(issue: Issue, root: unknown, schema: AnySchema): ShapeProblem[] {
  return explain(issue, pathOf(issue), { root, schema, base: [] });
}

function pathOf({ path }: Issue): Path {
  return path.map((key) => (typeof key === "symbol" ? String(key) : key));
}

function explain(issue: Issue, path: Path, context: Context): ShapeProblem[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => unknownKey([...path, key], context));
  }
  if (issue.code === "invalid_key") {
    const rule = issue.issues[0]?.message || "write another name";
    const message = `${showValue(path.at(-1))} cannot be a name here; ${rule}`;
    return [{ kind: "wrong", path, at: "key", message }];
  }
  const value = valueAt(context.root, path);
  const expected = expectedAt(path, context);
  const place = { path, ...(expected && { expected }) };
  if (value === undefined) return [{ ...place, ...missing(path, context) }];
  if (issue.code === "invalid_union") {
    const branch = closestBranch(issue, value, expected);
    if (branch !== undefined) {
      const inside = { root: context.root, schema: branch.option, base: path };
      return branch.issues.flatMap((inner) => explain(inner, [...path, ...pathOf(inner)], inside));
    }
  }
  return [{ ...place, kind: "wrong", message: explainValue(issue, value, path, expected) }];
}

function expectedAt(path: Path, { schema, base }: Context): AnySchema | undefined {
  return schemaAt(schema, path.slice(base.length));
}

function unknownKey(path: Path, context: Context): ShapeProblem {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const owner = expectedAt(parent, context);
  const keys = owner === undefined ? [] : keysOf(owner);
  const near = nearest(key, keys);
  const written = valueAt(context.root, parent);
  const isFree = isPlainMap(written) && near !== undefined && !Object.hasOwn(written, near);
  const hint = near === undefined ? `write one of ${showNames(keys)}` : `did you mean \`${near}\`?`;
  const message = `\`${key}\` is not a key of ${nameOf(parent)}; ${hint}`;
  return { kind: "unknown-key", path, at: "key", message, ...(isFree && { meant: near }) };
}

/** Names a map by the key or list that holds it. */
function nameOf(path: Path): string {
  const key = path.at(-1);
  if (key === undefined) return "the document";
  return typeof key === "number" ? `an entry of \`${path.at(-2)}\`` : `\`${key}\``;
}

function missing(path: Path, context: Context): Pick<ShapeProblem, "kind" | "message"> {
  const key = path.at(-1);
  const owner = valueAt(context.root, path.slice(0, -1));
  if (isPlainMap(owner) && Object.hasOwn(owner, String(key))) {
    return { kind: "wrong", message: `\`${key}\` is undefined; leave the key out` };
  }
  const way = wayOut(String(key), expectedAt(path, context));
  return { kind: "missing", message: `\`${key}\` is missing; ${way}` };
}

/** How to write a missing value. */
export function wayOut(key: string, expected: AnySchema | undefined): string {
  return expected === undefined ? `write \`${key}\`` : spellEntry(key, expected);
}

function explainValue(
  issue: Issue,
  value: unknown,
  path: Path,
  expected: AnySchema | undefined,
): string {
  const key = path.at(-1);
  const wanted = expected === undefined ? "something else" : describeSchema(expected);
  if (value === null) {
    const name = typeof key === "string" ? `\`${key}\`` : "the entry";
    return `${name} has no value; write ${wanted}`;
  }
  const shown = showValue(value);
  const spelling =
    typeof value === "number" && expected !== undefined
      ? spellQuantity(expected, value)
      : undefined;
  if (spelling !== undefined) {
    const entry = typeof key === "string" ? `${key}: ${spelling}` : spelling;
    return `${shown} has no unit; write it as in \`${entry}\``;
  }
  const hint = hintFor(value, expected);
  if (issue.message !== "") return `${shown} does not fit; ${issue.message}${hint}`;
  if (issue.code === "too_small") return `${sizeOf(value)}; write ${leastOf(issue)}`;
  if (issue.code === "too_big") return `${sizeOf(value)}; write at most ${issue.maximum}`;
  return `${shown} does not fit; write ${wanted}${hint}`;
}

function sizeOf(value: unknown): string {
  if (Array.isArray(value)) return `the list has ${value.length} entries`;
  if (typeof value === "string") return `the text has ${value.length} letters`;
  return `${showValue(value)} is out of range`;
}

function leastOf({ minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  return inclusive === false ? `more than ${minimum}` : `at least ${minimum}`;
}

/** The nearest spelling, where one of several words or keys is meant. */
function hintFor(value: unknown, schema: AnySchema | undefined): string {
  if (schema === undefined) return "";
  const key = isPlainMap(value) ? Object.keys(value)[0] : undefined;
  const words = alternativesOf(schema).flatMap(wordsOf);
  const near =
    typeof value === "string"
      ? words.length > 1 && nearest(value, words)
      : key !== undefined && !keysOf(schema).includes(key) && nearest(key, keysOf(schema));
  return near ? `; did you mean \`${near}\`?` : "";
}

interface Branch {
  readonly option: AnySchema;
  readonly issues: readonly Issue[];
}

/** The option of a union that a map was most likely meant as: it takes most of its keys. */
function closestBranch(
  issue: z.core.$ZodIssueInvalidUnion,
  value: unknown,
  schema: AnySchema | undefined,
): Branch | undefined {
  if (!isPlainMap(value) || !(schema instanceof z.ZodUnion)) return undefined;
  let best: Branch | undefined;
  let takenMost = 0;
  for (const [index, issues] of issue.errors.entries()) {
    const option = schema.options[index];
    if (option === undefined) continue;
    const keys = keysOf(option);
    const wrong = new Set(issues.map(({ path }) => path[0]));
    const known = Object.keys(value).filter((key) => keys.includes(key));
    // A key that fits counts double: it tells `kind: not-worse` from `kind: hard-cap`.
    const taken = known.length + known.filter((key) => !wrong.has(key)).length;
    if (taken <= takenMost) continue;
    takenMost = taken;
    best = { option, issues };
  }
  return best;
}
