import { CAPABILITIES, type Capability } from "@switchyard/contract";
import type { ClassCube, NumberRange } from "../../analyse/analysis-finding.ts";
import { thousandsApart } from "./thousands-apart.ts";

/** The classes of a cube in a reviewer's words; what a cube leaves open is not mentioned. */
export function cubeWords(cube: ClassCube): string {
  const { intent, risk, segment, locale, residency, workload } = cube;
  const words = [
    ...named("", intent),
    ...named("risk ", risk),
    ...named("segment ", segment),
    ...named("locale ", locale),
    ...named("residency ", residency),
    ...named("workload ", workload),
    ...waitWords(cube.slaMs),
    ...capabilityWords(cube.capabilities),
    ...contextWords(cube.contextTokens),
  ];
  return words.length === 0 ? "every request" : words.join(", ");
}

/** Milliseconds with the unit that reads best. */
export function durationWords(ms: number): string {
  return Math.abs(ms) >= 1_000 ? `${Math.round(ms / 10) / 100}s` : `${ms}ms`;
}

function named(what: string, names: readonly string[] | undefined): readonly string[] {
  return names === undefined ? [] : [`${what}${names.join(" or ")}`];
}

/** Waits: a class ends right below the next threshold. */
function waitWords(held: readonly NumberRange[] | undefined): readonly string[] {
  if (held === undefined) return [];
  const words = held.map(({ from, below }) => {
    if (below === null) return `from ${durationWords(from)}`;
    return from === 0
      ? `below ${durationWords(below)}`
      : `${durationWords(from)} to below ${durationWords(below)}`;
  });
  return [`sla ${words.join(" or ")}`];
}

/** Tokens are whole: the last one of a class is named. */
function contextWords(held: readonly NumberRange[] | undefined): readonly string[] {
  if (held === undefined) return [];
  const words = held.map(({ from, below }) => {
    if (below === null) return `${thousandsApart(`${from}`)} or more`;
    const last = thousandsApart(`${below - 1}`);
    return from === 0 ? `up to ${last}` : `${thousandsApart(`${from}`)} to ${last}`;
  });
  return [`${words.join(" or ")} tokens`];
}

/** Sets of capabilities as what all of them need and none has, where that says it all. */
function capabilityWords(sets: readonly (readonly Capability[])[] | undefined): readonly string[] {
  if (sets === undefined) return [];
  const needed = CAPABILITIES.filter((one) => sets.every((set) => set.includes(one)));
  const barred = CAPABILITIES.filter((one) => sets.every((set) => !set.includes(one)));
  const free = CAPABILITIES.length - needed.length - barred.length;
  if (sets.length === 2 ** free) {
    return [
      ...(needed.length > 0 ? [`with ${needed.join(" and ")}`] : []),
      ...(barred.length > 0 ? [`without ${barred.join(" and ")}`] : []),
    ];
  }
  const words = sets.map((set) => (set.length === 0 ? "none" : set.join("+")));
  return [`needing ${words.join(" or ")}`];
}
