import { priceWords } from "./price-words.ts";
import type { LeafScope } from "./semantic-leaves.ts";
import type { SemanticChange } from "./semantic-changes.ts";

/** What sort of variable a change is about. */
export type VariableKind =
  "threshold" | "candidates" | "order" | "price" | "score" | "added" | "removed" | "other";

const THRESHOLDS: ReadonlySet<string> = new Set([
  "latencyMsMax",
  "qualityFloor",
  "costPerTaskMicroUsdMax",
  "contextTokensMin",
  "slaMsBelow",
]);
const VALUE_LENGTH_MAX = 80;

/** The sort of variable. */
export function variableKind({ scope, path, before, after }: SemanticChange): VariableKind {
  const key = path.at(-1) ?? "";
  if (path.length === 0)
    return before === undefined ? "added" : after === undefined ? "removed" : "other";
  if (THRESHOLDS.has(key)) return "threshold";
  if (scope.kind === "model" && path[0] === "prices") return "price";
  if (scope.kind === "model" && path[0] === "quality") return "score";
  if (key === "candidates") return "candidates";
  return key === "order" || (scope.kind === "policy" && key === "routes") ? "order" : "other";
}

/** A change in one line: what, of what, from which value to which. */
export function changeWords(change: SemanticChange): string {
  const { path, before, after } = change;
  const key = path.at(-1) ?? "";
  switch (variableKind(change)) {
    case "added":
      return `${scopeWords(change.scope)} is new`;
    case "removed":
      return `${scopeWords(change.scope)} is gone`;
    case "price":
      return `price of ${scopeWords(change.scope)}: ${priceWords(before, after)}`;
    case "order":
      return `${orderWords(change)}: ${valueWords(key, before)} → ${valueWords(key, after)}`;
    default:
      return `${placeWords(change)}: ${valueWords(key, before)} → ${valueWords(key, after)}`;
  }
}

/** All changes in one sentence without its end: how many variables of which sort. */
export function variablesWords(changes: readonly SemanticChange[]): string {
  const kinds = new Set(changes.map(variableKind));
  const [first] = changes;
  const [kind] = kinds;
  if (first === undefined) return "no variable changes";
  if (kinds.size === 1 && kind === "price") {
    return `only prices of the catalogue change: ${counted(changes.length, "model")}`;
  }
  if (changes.length === 1) {
    return kind === "threshold"
      ? `one threshold changes: ${placeWords(first)}`
      : `one variable changes: ${placeWords(first)}`;
  }
  const noun = kinds.size === 1 ? NOUNS[kind ?? "other"] : "variable";
  return `${counted(changes.length, noun)} change`;
}

const NOUNS: Readonly<Record<VariableKind, string>> = {
  threshold: "threshold",
  candidates: "list of candidates",
  order: "order",
  price: "price",
  score: "quality score",
  added: "addition",
  removed: "removal",
  other: "variable",
};

function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  const plural = noun === "list of candidates" ? "lists of candidates" : `${noun}s`;
  return `${count} ${plural}`;
}

/** A variable's name as its document has it, and what it belongs to. */
function placeWords(change: SemanticChange): string {
  const kind = variableKind(change);
  if (kind === "added" || kind === "removed") return scopeWords(change.scope);
  if (kind === "order") return orderWords(change);
  const { scope, path } = change;
  const field = path.map(documentKey).join(".");
  return scope.id === undefined ? `\`${field}\`` : `\`${field}\` of ${scopeWords(scope)}`;
}

function orderWords({ scope, path }: SemanticChange): string {
  if (path.join(".") === "routes") return "the order in which routes are matched";
  return scope.id === undefined
    ? "the order of candidates on every route"
    : `the order of candidates on ${scopeWords(scope)}`;
}

function scopeWords({ kind, id }: LeafScope): string {
  return id === undefined ? `the ${kind}` : `${kind} \`${id}\``;
}

/** A document has the unit in the value, and not in the key. */
function documentKey(key: string): string {
  return key.replace(/^msP/, "p").replace(/(MicroUsd|Ms)(?=$|[A-Z])/, "");
}

function valueWords(key: string, value: unknown): string {
  if (value === undefined || value === null) return "none";
  if (typeof value === "number") return quantityWords(key, value);
  if (Array.isArray(value) && value.every((one) => typeof one === "string")) {
    return shortened(`[${value.join(", ")}]`);
  }
  return shortened(typeof value === "string" ? value : JSON.stringify(value));
}

function quantityWords(key: string, value: number): string {
  if (/MicroUsd/.test(key)) return `$${value / 1e6}`;
  if (/Ms($|[A-Z])|^ms/.test(key)) return value % 100 === 0 ? `${value / 1000}s` : `${value}ms`;
  return `${value}`;
}

function shortened(text: string): string {
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX - 1)}…` : text;
}
