import {
  CAPABILITIES,
  type Bundle,
  type Capability,
  type Policy,
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
 * Every value of each field of the request classes of some bundles. A class is one value of each;
 * two requests of one class have the same plan by each bundle on the same day, rejections' operands
 * aside.
 */
export function classValues(...bundles: readonly Bundle[]): ClassValues {
  const domains = bundles.map(({ policy }) => policy.domains);
  const thresholds = bundles.map(thresholdsOf);
  const least = ascending(thresholds.flatMap(({ slaMs }) => slaMs)).filter((value) => value > 0);
  const greatest = ascending(
    thresholds.flatMap(({ contextTokens }) => contextTokens.map(Math.floor)),
  ).filter((value) => value >= 0);
  return {
    intent: distinct(domains.flatMap(({ intents }) => intents)),
    risk: distinct(domains.flatMap(({ risks }) => risks)),
    segment: distinct(domains.flatMap(({ segments }) => segments)),
    locale: distinct(domains.flatMap(({ locales }) => locales)),
    residency: distinct(domains.flatMap(({ residencies }) => residencies)),
    workload: distinct(domains.flatMap(({ workloads }) => Object.keys(workloads))),
    slaMs: [Math.min(0.5, (least[0] ?? 1) / 2), ...least],
    capabilities: Array.from({ length: 2 ** CAPABILITIES.length }, (_, bits) =>
      CAPABILITIES.filter((_, at) => (bits >> at) % 2 === 1),
    ),
    contextTokens: [...greatest, (greatest.at(-1) ?? 0) + 1],
  };
}

function ascending(values: readonly number[]): readonly number[] {
  return distinct(values).toSorted((left, right) => left - right);
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}

/** Whether a policy declares each value of the fields that hold names, field by field. */
export function declaredValues(
  values: ClassValues,
  { domains }: Policy,
): readonly (readonly boolean[])[] {
  const { intents, risks, segments, locales, residencies, workloads } = domains;
  const by = (held: readonly string[], names: readonly string[]): readonly boolean[] =>
    held.map((name) => names.includes(name));
  return [
    by(values.intent, intents),
    by(values.risk, risks),
    by(values.segment, segments),
    by(values.locale, locales),
    by(values.residency, residencies),
    by(values.workload, Object.keys(workloads)),
  ];
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
