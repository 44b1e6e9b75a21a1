import type { SwitchyardEvent } from "@switchyard/contract";
import { EVENT_FIELDS, type EventField, type FieldKind } from "./event-shapes.ts";

/** What a line of a journal turned out to be. */
export type ParsedLine =
  | { readonly kind: "event"; readonly event: SwitchyardEvent }
  /** Not an event that this version knows; a newer writer's, as a rule. */
  | { readonly kind: "unknown-type"; readonly type: string }
  /** Not an event at all: the line was cut, or something else wrote it. */
  | { readonly kind: "garbage"; readonly why: string }
  /** An event of a known type that lacks a field or has a wrong one. */
  | { readonly kind: "malformed"; readonly why: string };

/** Longer lines are no events: the longest texts in one are a few error messages. */
export const LINE_CHARACTERS_MAX = 1_048_576;

/**
 * Reads one line of a journal, without its line end. Fields that are not known are kept, and words
 * that are not known are passed on: both are a newer writer's.
 */
export function parseLine(line: string): ParsedLine {
  if (line.length > LINE_CHARACTERS_MAX)
    return { kind: "garbage", why: `it is longer than ${LINE_CHARACTERS_MAX} characters` };
  const value = parseJson(line);
  if (!isRecord(value)) return { kind: "garbage", why: "it is no JSON object" };
  const { type } = value;
  if (typeof type !== "string") return { kind: "garbage", why: "it has no `type`" };
  const fields = EVENT_FIELDS.get(type);
  if (fields === undefined) return { kind: "unknown-type", type };
  const fault = baseFault(value) ?? fields.find((field) => !isSound(value, field))?.name;
  if (fault !== undefined)
    return { kind: "malformed", why: `\`${fault}\` of ${type} is ${wordFor(value[fault])}` };
  return isEvent(value) ? { kind: "event", event: value } : { kind: "unknown-type", type };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Asked after each field was looked at; the type is what tells the compiler of it. */
function isEvent(value: object): value is SwitchyardEvent {
  return "type" in value && typeof value.type === "string" && EVENT_FIELDS.has(value.type);
}

/** A stamp is whole or not there: half of one would order the event wrongly. */
function baseFault(value: Record<string, unknown>): string | undefined {
  const { atMs, bundle, process, sequence } = value;
  if (!Number.isFinite(atMs)) return "atMs";
  if (typeof bundle !== "string") return "bundle";
  if (process === undefined && sequence === undefined) return undefined;
  if (typeof process !== "string") return "process";
  return Number.isSafeInteger(sequence) && Number(sequence) >= 0 ? undefined : "sequence";
}

function isSound(value: Record<string, unknown>, { name, kind, isOptional }: EventField): boolean {
  const field = value[name];
  return field === undefined ? isOptional : isOfKind(field, kind);
}

function isOfKind(field: unknown, kind: FieldKind): boolean {
  switch (kind) {
    case "string":
    case "boolean":
      return typeof field === kind;
    case "number":
      return Number.isFinite(field);
    case "strings":
      return Array.isArray(field) && field.every((each) => typeof each === "string");
    case "object":
      return isRecord(field);
    case "number-or-null":
      return field === null || Number.isFinite(field);
    case "number-or-string":
      return typeof field === "string" || Number.isFinite(field);
    default:
      return kind satisfies never;
  }
}

function wordFor(field: unknown): string {
  if (field === undefined) return "missing";
  const text = JSON.stringify(field);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
