import { InvalidRequestError, type RequestIssue } from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import type { RouterCallOptions } from "./router-model-options.ts";

const FIELDS = {
  intent: "a text",
  risk: "a text",
  slaMs: "a number",
  firstTokenSlaMs: "a number",
  taskId: "a text",
  conversation: "a text",
  segment: "a text",
  locale: "a text",
  residency: "a text",
  tags: "an object of texts",
  deferrable: "true or false",
  only: "a list of texts",
  exclude: "a list of texts",
  costMicroUsdMax: "a number",
  noFallback: "true or false",
} as const satisfies Readonly<Record<keyof RouterCallOptions, string>>;

type Kind = (typeof FIELDS)[keyof typeof FIELDS];

const FITS: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  "a text": isText,
  "a number": (value) => typeof value === "number",
  "true or false": (value) => typeof value === "boolean",
  "a list of texts": (value) => Array.isArray(value) && value.every(isText),
  "an object of texts": (value) =>
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every(isText),
};

/**
 * `providerOptions.switchyard` of a call; a key without a value says nothing. Whether a word is one
 * of the policy's is the router's to see.
 *
 * Throws `InvalidRequestError` for a key that is none and for a value of another kind.
 */
export function readCallOptions(given: Readonly<Record<string, unknown>>): RouterCallOptions {
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  if (isCallOptions(said)) return said;
  throw new InvalidRequestError(mistakesOf(said));
}

function isCallOptions(said: Readonly<Record<string, unknown>>): said is RouterCallOptions {
  return mistakesOf(said).length === 0;
}

function mistakesOf(said: Readonly<Record<string, unknown>>): readonly RequestIssue[] {
  return Object.entries(said).flatMap(([key, value]) => {
    const message = mistakeOf(key, value);
    return message === undefined ? [] : { field: `providerOptions.switchyard.${key}`, message };
  });
}

function mistakeOf(key: string, value: unknown): string | undefined {
  if (!isField(key)) {
    const meant = nearest(key, Object.keys(FIELDS));
    const wayOut =
      meant === undefined
        ? `Use one of ${Object.keys(FIELDS).join(", ")}.`
        : `Did you mean ${JSON.stringify(meant)}?`;
    return `providerOptions.switchyard has no ${JSON.stringify(key)}. ${wayOut}`;
  }
  const kind = FIELDS[key];
  if (FITS[kind](value)) return undefined;
  return `providerOptions.switchyard.${key} is ${typeof value}; give ${kind}.`;
}

function isField(key: string): key is keyof typeof FIELDS {
  return Object.hasOwn(FIELDS, key);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
