import type { FaultBehaviour, FaultSchedule, FaultTarget, FreshFault } from "@switchyard/simulator";
import { freeId, slugOf } from "./free-id.ts";

/** What a viewer chooses of a fault, in the order it is asked for. */
export const DRAFT_ROWS = ["kind", "target", "strength", "length"] as const;
export type DraftRow = (typeof DRAFT_ROWS)[number];

/** A fault in the making: the place of what is chosen among the {@link choicesOf} of each row. */
export type FaultDraft = Readonly<Record<DraftRow, number>>;

/** Whom a fault may be aimed at. */
export interface TargetChoice {
  readonly words: string;
  readonly target: FaultTarget;
}

type Effect = FaultBehaviour & Pick<FaultSchedule, "share">;

interface Strength {
  readonly words: string;
  readonly effect: Effect;
}

interface Kind {
  readonly name: string;
  /** What it does, in words. */
  readonly words: string;
  readonly strengths: readonly Strength[];
  /** Place of the strength that is offered first. */
  readonly usual: number;
}

const SHARES = ["100%", "75%", "50%", "25%", "10%"] as const;

const KINDS: readonly Kind[] = [
  {
    name: "outage",
    words: "connections are refused",
    strengths: SHARES.map((share) => shared(share, { type: "net.refused" })),
    usual: 0,
  },
  {
    name: "latency",
    words: "answers take so many times as long",
    strengths: [1.5, 2.5, 5, 10].map((times) => ({
      words: `${times}×`,
      effect: { type: "latency.added", times },
    })),
    usual: 1,
  },
  {
    name: "errors",
    words: "calls fail with status 503",
    strengths: SHARES.map((share) => shared(share, { type: "http.status", mix: { "503": 1 } })),
    usual: 2,
  },
  {
    name: "quality",
    words: "answers are no better than this, of 1",
    strengths: [0.8, 0.6, 0.4, 0.2, 0].map((to) => ({
      words: to.toFixed(1),
      effect: { type: "body.quality-drop", to },
    })),
    usual: 2,
  },
];

const LENGTHS: readonly { readonly words: string; readonly lasts?: string }[] = [
  { words: "until you end it" },
  ...["30s", "1m", "3m", "5m", "10m"].map((lasts) => ({ words: lasts, lasts })),
];

/** What is offered first: an outage of the first target, all calls, until it is ended. */
export const FIRST_DRAFT: FaultDraft = { kind: 0, target: 0, strength: 0, length: 0 };

/** The words of everything that a row lets a viewer choose from. */
export function choicesOf(
  draft: FaultDraft,
  row: DraftRow,
  targets: readonly TargetChoice[],
): readonly string[] {
  switch (row) {
    case "kind":
      return KINDS.map(({ name, words }) => `${name}: ${words}`);
    case "target":
      return targets.map(({ words }) => words);
    case "strength":
      return (KINDS[draft.kind]?.strengths ?? []).map(({ words }) => words);
    case "length":
      return LENGTHS.map(({ words }) => words);
    default:
      return row satisfies never;
  }
}

/** The draft with the neighbouring choice of a row; after the last comes the first. */
export function changeDraft(
  draft: FaultDraft,
  row: DraftRow,
  by: 1 | -1,
  targets: readonly TargetChoice[],
): FaultDraft {
  const count = choicesOf(draft, row, targets).length;
  const chosen = { ...draft, [row]: (draft[row] + by + count) % count };
  return row === "kind" ? { ...chosen, strength: KINDS[chosen.kind]?.usual ?? 0 } : chosen;
}

/** A draft of what is known of a fault that is in force; what the palette has no word for stays. */
export function draftOf(
  fault: FreshFault,
  draft: FaultDraft,
  targets: readonly TargetChoice[],
): FaultDraft {
  const written = JSON.stringify(fault.target);
  const target = targets.findIndex((choice) => JSON.stringify(choice.target) === written);
  const kind = KINDS.findIndex(({ strengths }) => strengths[0]?.effect.type === fault.type);
  const strength = KINDS[kind]?.strengths.findIndex(({ effect }) => isOf(effect, fault)) ?? -1;
  return {
    ...draft,
    ...(target !== -1 && { target }),
    ...(kind !== -1 && { kind, strength: strength === -1 ? (KINDS[kind]?.usual ?? 0) : strength }),
  };
}

/**
 * The fault that a draft comes to, named by what it does to whom.
 *
 * @param taken ids that stand already; undefined: there is no such target
 */
export function faultOf(
  draft: FaultDraft,
  targets: readonly TargetChoice[],
  taken: readonly string[],
): FreshFault | undefined {
  const kind = KINDS[draft.kind];
  const strength = kind?.strengths[draft.strength];
  const choice = targets[draft.target];
  if (kind === undefined || strength === undefined || choice === undefined) return undefined;
  const { lasts } = LENGTHS[draft.length] ?? {};
  return {
    ...strength.effect,
    id: freeId(`${kind.name}-${slugOf(wordOf(choice.target))}`, taken),
    target: choice.target,
    ...(lasts !== undefined && { for: lasts }),
  };
}

function shared(share: (typeof SHARES)[number], behaviour: FaultBehaviour): Strength {
  const effect = share === "100%" ? behaviour : { ...behaviour, share };
  return { words: share === "100%" ? "100% of calls" : `${share} of calls, drawn`, effect };
}

/** Whether a fault does just this, to just this share of the calls. */
function isOf(effect: Effect, fault: FreshFault): boolean {
  const known = new Map<string, unknown>(Object.entries(fault));
  const isEqual = ([key, value]: [string, unknown]): boolean =>
    JSON.stringify(known.get(key)) === JSON.stringify(value);
  return effect.share === fault.share && Object.entries(effect).every(isEqual);
}

function wordOf({ provider, model, region }: FaultTarget): string {
  return model ?? provider ?? region ?? "all";
}
