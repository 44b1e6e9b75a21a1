import {
  CAPABILITIES,
  type Bundle,
  type Capability,
  type RequestClass,
} from "@switchyard/contract";
import { thresholdsOf } from "../plan/thresholds.ts";

/** What tells request classes apart, in the order in which the diagram looks at it. */
export const CLASS_FIELDS = [
  "intent",
  "risk",
  "segment",
  "locale",
  "residency",
  "workload",
  "slaMs",
  "capabilities",
  "contextTokens",
] as const;
export type ClassField = (typeof CLASS_FIELDS)[number];

/** Half-open intervals of numbers that a bundle cannot tell apart: `from` up to the next `from`. */
export interface ClassValues {
  readonly intent: readonly string[];
  readonly risk: readonly string[];
  readonly segment: readonly string[];
  readonly locale: readonly string[];
  readonly residency: readonly string[];
  readonly workload: readonly string[];
  /** Least value of each interval, ascending; the first is half a millisecond or less. */
  readonly slaMs: readonly number[];
  readonly capabilities: readonly (readonly Capability[])[];
  /** Greatest value of each interval, ascending; the last stands for everything above. */
  readonly contextTokens: readonly number[];
}

/**
 * Every value of each field of a bundle's request classes. A class is one value of each; two
 * requests of one class have the same plan on the same day, rejections' operands aside.
 */
export function classValues(bundle: Bundle): ClassValues {
  const { domains } = bundle.policy;
  const { slaMs, contextTokens } = thresholdsOf(bundle);
  const least = slaMs.filter((threshold) => threshold > 0);
  const greatest = contextTokens.map(Math.floor).filter((threshold) => threshold >= 0);
  return {
    intent: domains.intents,
    risk: domains.risks,
    segment: domains.segments,
    locale: domains.locales,
    residency: domains.residencies,
    workload: Object.keys(domains.workloads),
    slaMs: [Math.min(0.5, (least[0] ?? 1) / 2), ...least],
    capabilities: Array.from({ length: 2 ** CAPABILITIES.length }, (_, bits) =>
      CAPABILITIES.filter((_, at) => (bits >> at) % 2 === 1),
    ),
    contextTokens: [...new Set([...greatest, (greatest.at(-1) ?? 0) + 1])],
  };
}

/** Number of values of each field, in the order of {@link CLASS_FIELDS}. */
export function fieldSizes(values: ClassValues): readonly number[] {
  return CLASS_FIELDS.map((field) => values[field].length);
}

/** A request of the class with these positions of values. */
export function requestOf(values: ClassValues, at: readonly number[]): RequestClass {
  const [intent, risk, segment, locale, residency, workload, sla, capabilities, context] = at;
  return {
    intent: values.intent[intent ?? 0] ?? "",
    risk: values.risk[risk ?? 0] ?? "",
    segment: values.segment[segment ?? 0] ?? "",
    locale: values.locale[locale ?? 0] ?? "",
    residency: values.residency[residency ?? 0] ?? "",
    workload: values.workload[workload ?? 0] ?? "",
    slaMs: values.slaMs[sla ?? 0] ?? 0,
    capabilities: values.capabilities[capabilities ?? 0] ?? [],
    contextTokens: values.contextTokens[context ?? 0] ?? 0,
    overrides: {},
  };
}
