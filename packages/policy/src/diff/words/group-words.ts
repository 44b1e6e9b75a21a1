import type { FigureChange, FigureRange } from "../change-figures.ts";
import type { ChangeKind } from "../class-change.ts";
import type { Ending, GroupSide } from "../group-side.ts";
import type { ShownGroup } from "../policy-diff.ts";
import { durationWords } from "./cube-words.ts";
import { thousandsApart } from "./thousands-apart.ts";

/** A kind of change in words. */
export const KIND_WORDS: Readonly<Record<ChangeKind, string>> = {
  lost: "lost",
  gained: "gained",
  "winner-changed": "other first choice",
  "plan-only": "other plan behind the same first choice",
  "terminal-changed": "other end",
  "figures-only": "same plan at other figures",
};

/** How many classes a group has, of which share of all weight, and what becomes of them. */
export function extentWords({ kind, classes, share }: ShownGroup): string {
  return `${KIND_WORDS[kind]}; ${thousandsApart(`${classes}`)} classes, ${shareWords(share)}`;
}

/** A share of all weight as a percentage. */
export function shareWords(share: number): string {
  const percent = share * 100;
  if (percent === 0) return "0%";
  return percent < 0.01 ? "<0.01%" : `${Number(percent.toPrecision(3))}%`;
}

const ENDINGS: Readonly<Record<Ending, string>> = {
  "not-declared": "invalid (names not declared)",
  "no-route": "no route",
  "intended-gap": "no route, on purpose",
  "static-answer": "static answer",
  refused: "refused",
};

/** Where requests go on one side. */
function sideWords({ first, region, ending }: GroupSide, route: string | null): string {
  if (first === null) return ENDINGS[ending ?? "refused"];
  const where = [
    ...(region === undefined ? [] : [region]),
    ...(first.rung === "full" ? [] : [`rung ${first.rung}`]),
    ...(first.via === route ? [] : [`by route ${first.via}`]),
  ];
  return where.length === 0 ? first.model : `${first.model} (${where.join(", ")})`;
}

/** From where to where requests go. */
export function moveWords({ kind, before, after, modelsGained, modelsLost }: ShownGroup): string {
  // A route that stays is not told: only what comes by another one is news.
  const [had, has] = [sideWords(before, before.route), sideWords(after, before.route)];
  const route =
    before.route === after.route ? "" : ` [${before.route ?? "none"} → ${after.route ?? "none"}]`;
  const models = [
    ...modelsGained.map((model) => `+${model}`),
    ...modelsLost.map((model) => `-${model}`),
  ];
  const behind =
    kind === "plan-only" && models.length > 0 ? ` (behind it: ${models.join(", ")})` : "";
  return `${had === has ? had : `${had} → ${has}`}${behind}${route}`;
}

/** A figure's change: its name, its values and the signed difference. */
export interface FigureWords {
  readonly name: string;
  readonly values: string;
  /** Empty: there is no difference to tell. */
  readonly delta: string;
}

/** The figures of a group that are there at all. */
export function figureWords({ figures }: ShownGroup): readonly FigureWords[] {
  return [
    ...wordsOf("cost/success", figures.costPerSuccessMicroUsd, usdWords),
    ...wordsOf("p95", figures.latencyMsP95, durationWords),
    ...wordsOf("quality", figures.quality, (value) => `${Math.round(value * 1e4) / 1e4}`),
  ];
}

function wordsOf(
  name: string,
  { before, after, delta }: FigureChange,
  inWords: (value: number) => string,
): readonly FigureWords[] {
  if (before === null && after === null) return [];
  const [had, has] = [rangeWords(before, inWords), rangeWords(after, inWords)];
  return [
    {
      name,
      values: had === has ? had : `${had} → ${has}`,
      delta: delta === null ? "" : deltaWords(delta, inWords),
    },
  ];
}

function rangeWords(range: FigureRange | null, inWords: (value: number) => string): string {
  if (range === null) return "none";
  const [least, most] = [inWords(range.min), inWords(range.max)];
  return least === most ? least : `${least}–${most}`;
}

/** The mean difference; both ends too where they differ in sign. */
function deltaWords(
  { min, max, mean }: FigureRange & { readonly mean: number },
  inWords: (value: number) => string,
): string {
  if (min === 0 && max === 0) return "±0";
  const average = min === max ? signed(mean, inWords) : `mean ${signed(mean, inWords)}`;
  return min < 0 && max > 0
    ? `${average}, ${signed(min, inWords)} to ${signed(max, inWords)}`
    : average;
}

function signed(value: number, inWords: (value: number) => string): string {
  if (value === 0) return "±0";
  return `${value < 0 ? "-" : "+"}${inWords(Math.abs(value))}`;
}

const MICRO_PER_USD = 1_000_000;
const DIGITS = 2;

/** Dollars to two digits that say something, at most to the micro-dollar. */
function usdWords(microUsd: number): string {
  const usd = microUsd / MICRO_PER_USD;
  if (usd === 0) return "$0";
  if (usd >= 1) return `$${usd.toFixed(2)}`;
  const decimals = Math.min(6, DIGITS - 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(decimals)}`;
}
