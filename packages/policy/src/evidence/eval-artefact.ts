import { Fraction, Id } from "@switchyard/contract";
import { z } from "zod";
import type { DocumentSource } from "../load/document-source.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { contentHash, Sha256Text, type Sealed } from "./content-hash.ts";

/** How much one metric moved, `after` minus `before`: negative means that it went down. */
export interface MetricDelta {
  readonly delta: number;
  /** Ends of its confidence interval; `delta` lies between them. */
  readonly low: number;
  readonly high: number;
}

/** What an evaluation measures, with its unit in the name. */
export interface EvalMetrics {
  /** Mean score of the graders, each between 0 and 1. */
  readonly quality?: MetricDelta;
  /** Share of the tasks that ended well, 0 to 1. */
  readonly successRate?: MetricDelta;
  readonly latencyMsP95?: MetricDelta;
  readonly costPerSuccessMicroUsd?: MetricDelta;
}

/** A part of an intent's requests. At least one key. */
export interface EvalSlice {
  readonly risk?: string;
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
}

/** The measured difference for one intent, or for a slice of it. */
export interface EvalResult {
  readonly intent: string;
  /** Absent: the whole intent. */
  readonly slice?: EvalSlice;
  /** Tasks that both bundles were given. */
  readonly n: number;
  /** At least one. */
  readonly metrics: EvalMetrics;
}

/** Which data or program something was measured with. */
export interface EvalSource {
  readonly name: string;
  readonly sha256: string;
}

/** What an evaluation of two bundles came to, before it is sealed. */
export interface EvalContent {
  readonly schema: "switchyard/eval-artefact/v1";
  /** When it was measured, milliseconds since 1970 (UTC). */
  readonly createdAtMs: number;
  readonly beforeBundleHash: string;
  readonly afterBundleHash: string;
  readonly dataset: EvalSource;
  readonly graders: readonly EvalSource[];
  /** Of every interval: 0.95 means that 95 of 100 such intervals hold the truth. Below 1. */
  readonly confidence: number;
  /** One for each intent and slice. */
  readonly results: readonly EvalResult[];
}

/** Benchmark deltas of a change, bound to both bundles and to what they were measured with. */
export interface EvalArtefact extends EvalContent, Sealed {}

/** A slice for every mixture of a policy's classes would be many; a file has one line for each. */
const RESULTS_MAX = 10_000;

const Delta: z.ZodType<MetricDelta> = z
  .strictObject({ delta: z.number(), low: z.number(), high: z.number() })
  .refine(({ delta, low, high }) => low <= delta && delta <= high, {
    error: "write an interval that holds its delta: low <= delta <= high",
  });

const Metrics: z.ZodType<EvalMetrics> = z
  .strictObject({
    quality: Delta.exactOptional(),
    successRate: Delta.exactOptional(),
    latencyMsP95: Delta.exactOptional(),
    costPerSuccessMicroUsd: Delta.exactOptional(),
  })
  .refine((metrics) => Object.keys(metrics).length > 0, {
    error: "write at least one of quality, successRate, latencyMsP95, costPerSuccessMicroUsd",
  });

const name = z.string().min(1).max(200);

const Slice: z.ZodType<EvalSlice> = z
  .strictObject({
    risk: name.exactOptional(),
    segment: name.exactOptional(),
    locale: name.exactOptional(),
    residency: name.exactOptional(),
  })
  .refine((slice) => Object.keys(slice).length > 0, {
    error: "write at least one of risk, segment, locale, residency, or leave `slice` out",
  });

const Source: z.ZodType<EvalSource> = z.strictObject({ name, sha256: Sha256Text });

const Artefact: z.ZodType<EvalArtefact> = z.strictObject({
  schema: z.literal("switchyard/eval-artefact/v1"),
  createdAtMs: z.int().nonnegative(),
  beforeBundleHash: Sha256Text,
  afterBundleHash: Sha256Text,
  dataset: Source,
  graders: z.array(Source).min(1).max(100),
  confidence: Fraction.refine((share) => share > 0 && share < 1, {
    error: "write a share between 0 and 1, such as 0.95",
  }),
  results: z
    .array(
      z.strictObject({
        intent: Id,
        slice: Slice.exactOptional(),
        n: z.int().positive(),
        metrics: Metrics,
      }),
    )
    .min(1)
    .max(RESULTS_MAX)
    .refine((results) => new Set(results.map(placeOf)).size === results.length, {
      error: "an intent and slice stand there twice; write one result for each",
    }),
  sha256: Sha256Text,
});

function placeOf({ intent, slice = {} }: EvalResult): string {
  const { risk, segment, locale, residency } = slice;
  return JSON.stringify([intent, risk, segment, locale, residency]);
}

/**
 * Reads an eval artefact, a JSON file. Whether it is intact, of these bundles and fresh is told by
 * `verifyEvalArtefacts`.
 *
 * @throws DocumentError with every mistake and its position
 */
export function readEvalArtefact(source: DocumentSource): EvalArtefact {
  return parseYaml(source, Artefact, `eval artefact ${source.file}`).value;
}

/** Puts the hash of its content on an evaluation, so that a later edit is told. */
export function sealEvalArtefact(content: EvalContent): EvalArtefact {
  return { ...content, sha256: contentHash(content) };
}
