import type { Bundle, ModelRung, Policy, Route } from "@switchyard/contract";
import { compareText } from "./compare-text.ts";
import { outputTokensLimit } from "./output-limit.ts";
import { ownEntry } from "./own-entry.ts";

/** Every value that a bundle compares a request with, ascending and each once. */
export interface Thresholds {
  /** A rule changes its mind where `slaMs` reaches one. */
  readonly slaMs: readonly number[];
  /** A rule changes its mind where `contextTokens` exceeds one. */
  readonly contextTokens: readonly number[];
  /** UTC days on which a price or a sunset begins to hold. */
  readonly days: readonly string[];
  /** Segments that a route names; all others are alike. */
  readonly segments: readonly string[];
  /** Locales that a route names; all others are alike. */
  readonly locales: readonly string[];
}

/** Collects the thresholds of a bundle, once. */
export function thresholdsOf({ policy, catalog }: Bundle): Thresholds {
  const models = Object.values(catalog.models);
  const matches = policy.routes.flatMap(({ match }) => match ?? []);
  return {
    slaMs: ascending([
      ...models.map(({ latency }) => latency.msP95),
      ...matches.flatMap(({ slaMsBelow }) => slaMsBelow ?? []),
    ]),
    contextTokens: ascending(
      policy.routes.flatMap((route) => {
        const limits = outputLimits(policy, route);
        return route.candidates.flatMap((name) => {
          const window = ownEntry(catalog.models, name)?.contextTokens;
          return window === undefined ? [] : limits.map((limit) => window - limit);
        });
      }),
    ),
    days: distinct([
      ...models.flatMap(({ sunset }) => sunset ?? []),
      ...models.flatMap(({ prices }) => prices.flatMap(({ from }) => from ?? [])),
    ]).toSorted(compareText),
    segments: distinct(matches.flatMap(({ segments }) => segments ?? [])),
    locales: distinct(matches.flatMap(({ locales }) => locales ?? [])),
  };
}

/** How many of ascending thresholds are at most `value`. */
export function countUpTo<T extends number | string>(ascending: readonly T[], value: T): number {
  return countWhile(ascending, (threshold) => threshold <= value);
}

/** How many of ascending thresholds are below `value`. */
export function countBelow<T extends number | string>(ascending: readonly T[], value: T): number {
  return countWhile(ascending, (threshold) => threshold < value);
}

function countWhile<T>(ascending: readonly T[], holds: (threshold: T) => boolean): number {
  let from = 0;
  let to = ascending.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const threshold = ascending[middle];
    if (threshold !== undefined && holds(threshold)) from = middle + 1;
    else to = middle;
  }
  return from;
}

function outputLimits(policy: Policy, route: Route): readonly number[] {
  const { full, constrained, summary } = policy.ladder;
  const rungs: readonly ModelRung[] = [full, constrained, summary].flatMap((rung) => rung ?? []);
  return distinct(rungs.map((rung) => outputTokensLimit(policy, route, rung)));
}

function ascending(values: readonly number[]): readonly number[] {
  return distinct(values).toSorted((left, right) => left - right);
}

function distinct<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)];
}
