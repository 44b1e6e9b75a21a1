import { DurationText } from "@switchyard/contract";
import { z } from "zod";

/**
 * How well a fact is known: `provider` says so itself and was read there; `mirrored` is the
 * provider's own text, read elsewhere; `reported` comes from others.
 */
export const EVIDENCE = ["provider", "mirrored", "reported"] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** A real incident that a scenario plays: what is known of it, apart from what is assumed. */
export interface IncidentDocument {
  /**
   * The provider it happened to, as a catalogue calls it. Faults aimed at `@incident` hit it, or
   * `@primary` where the catalogue does not know it.
   */
  readonly provider: string;
  /** When it began, in UTC; a date where the hour is not known. */
  readonly began: string;
  /** How long it took in all. */
  readonly lasted: DurationText;
  /** What failed, for whom, and how much of it. */
  readonly facts: readonly string[];
  /** What the facts leave open, and the scenario had to decide. */
  readonly assumed: readonly string[];
  readonly evidence: Evidence;
  /** Pages that say so. */
  readonly sources: readonly string[];
}

const INSTANT_OR_DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?Z)?$/;

const sentences = z.array(z.string().min(1)).min(1).max(20);

/** Parses what a scenario tells of its incident. Strict. */
export const IncidentDocument: z.ZodType<IncidentDocument> = z.strictObject({
  provider: z.string().min(1),
  began: z.string().regex(INSTANT_OR_DATE, {
    error: "write an instant in UTC, such as 2024-12-11T23:16Z, or a date",
  }),
  lasted: DurationText,
  facts: sentences,
  assumed: z.array(z.string().min(1)).max(20),
  evidence: z.enum(EVIDENCE),
  sources: z.array(z.url()).min(1).max(10),
});
