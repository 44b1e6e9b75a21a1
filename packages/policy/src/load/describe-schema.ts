import { DateText, DurationText, MoneyText, PercentText } from "@switchyard/contract";
import { z } from "zod";
import { alternativesOf, type AnySchema } from "./schema-at.ts";
import { showNames } from "./show-value.ts";

/** How quantities are spelled in a document. */
interface Quantity {
  readonly schema: AnySchema;
  readonly noun: string;
  readonly example: string;
  /** The right spelling of a bare number. */
  readonly spell: (value: number) => string;
}

const QUANTITIES: readonly Quantity[] = [
  { schema: DurationText, noun: "a duration", example: "9s", spell: (value) => `${value}s` },
  { schema: MoneyText, noun: "money", example: "$0.25", spell: (value) => `$${value}` },
  { schema: PercentText, noun: "a percentage", example: "40%", spell: spellPercent },
  { schema: DateText, noun: "a date", example: "2026-11-24", spell: () => "2026-11-24" },
];

/** A number up to 1 was most likely meant as a share of 1. */
function spellPercent(value: number): string {
  return `${value <= 1 ? Number((value * 100).toFixed(6)) : value}%`;
}

const MANY_KEYS = "{ … }";

/** The right spelling of a bare number where a quantity is asked for; undefined elsewhere. */
export function spellQuantity(schema: AnySchema, value: number): string | undefined {
  return quantityOf(schema)?.spell(Math.abs(value));
}

/** How to write an entry of a map, as a clause: ``write it, for example `cap: $0.25` ``. */
export function spellEntry(key: string, schema: AnySchema): string {
  const options = alternativesOf(schema);
  const word = options.flatMap(wordsOf)[0];
  const example = quantityOf(schema)?.example ?? word;
  if (example !== undefined) return `write it, for example \`${key}: ${example}\``;
  const [option] = options;
  if (option instanceof z.ZodArray) return `write \`${key}: […]\``;
  if (option instanceof z.ZodRecord) return `write \`${key}: ${MANY_KEYS}\``;
  if (option instanceof z.ZodObject) return `write \`${key}: ${describeKeys(option)}\``;
  return `write \`${key}\` as ${describeSchema(schema)}`;
}

/** What to write, as a noun phrase: `a list`, `one of day or month`, `money such as $0.25`. */
export function describeSchema(schema: AnySchema): string {
  const options = alternativesOf(schema);
  const words = options.flatMap(wordsOf);
  const others = options.filter((option) => wordsOf(option).length === 0).map(describeOption);
  const choice = words.length > 1 && others.length === 0 ? `one of ${showNames(words)}` : undefined;
  return choice ?? showNames([...new Set([...words, ...others])]);
}

/** The fixed words that a schema takes. */
export function wordsOf(schema: AnySchema): readonly string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}

function describeOption(schema: AnySchema): string {
  const quantity = quantityOf(schema);
  if (quantity !== undefined) return `${quantity.noun} such as ${quantity.example}`;
  if (schema instanceof z.ZodArray || schema instanceof z.ZodTuple) return "a list";
  if (schema instanceof z.ZodRecord) return "a map";
  if (schema instanceof z.ZodObject) {
    const keys = describeKeys(schema);
    return keys === MANY_KEYS ? "a map" : keys;
  }
  if (schema instanceof z.ZodBoolean) return "true or false";
  if (schema instanceof z.ZodNumber) return schema.isInt ? "a whole number" : "a number";
  return "text";
}

/** A map with many keys is a section of its own, and its keys are told one by one. */
function describeKeys({ shape }: z.ZodObject): string {
  const keys = Object.keys(shape);
  return keys.length > 5 ? MANY_KEYS : `{ ${keys.join(", ")} }`;
}

function quantityOf(schema: AnySchema): Quantity | undefined {
  const options = alternativesOf(schema);
  return QUANTITIES.find((quantity) => options.includes(quantity.schema));
}
