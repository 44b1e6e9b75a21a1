import { SAVING_CONTROLS, type SavingControl } from "./saving-control.ts";
import {
  SCORE_SOURCES,
  type RouteSavings,
  type SavingState,
  type ScoreSource,
  type ScoreSum,
  type TouchedSum,
} from "./saving-state.ts";

/** Scores of one source, 0 to 1. */
export interface MeanScore {
  /** Null without a score. */
  readonly mean: number | null;
  readonly count: number;
}

/** The quality of the asks that a control touched, beside the other asks of the same route. */
export interface TouchedQuality {
  readonly touched: MeanScore;
  readonly untouched: MeanScore;
}

/**
 * What a control saved on a route, and what it did to quality. An ask may be touched by several
 * controls, so savings do not add up. Money is whole micro-US-dollars.
 */
export interface ControlSaving {
  readonly control: SavingControl;
  readonly route: string;
  /** Asks that it touched, and those of them that a model answered. */
  readonly asks: number;
  readonly answered: number;
  readonly costMicroUsd: number;
  /** What the same asks would have cost without it: an estimate, by its {@link SavingControl}. */
  readonly withoutMicroUsd: number | null;
  /** The one less the other; below 0: it cost more than it saved. Null: nothing to estimate by. */
  readonly savedMicroUsd: number | null;
  /** By who gave the scores. */
  readonly quality: Readonly<Record<ScoreSource, TouchedQuality>>;
  /** Of the route, by the policy in force last, 0 to 1. Null: the route's is not measured. */
  readonly qualityFloor: number | null;
}

/** The quality beside a saving, of one source. */
export interface ShownQuality extends TouchedQuality {
  /** Undefined: no ask of the route was scored. */
  readonly source: ScoreSource | undefined;
}

/**
 * The quality to show beside a saving: by the source that says the most, users before judges before
 * gates, of those that scored asks that the control touched, or else any of the route.
 */
export function shownQuality({ quality }: ControlSaving): ShownQuality {
  const source =
    SCORE_SOURCES.findLast((each) => quality[each].touched.count > 0) ??
    SCORE_SOURCES.findLast((each) => quality[each].untouched.count > 0);
  return { source, ...quality[source ?? "feedback"] };
}

/** What each control saved on each route where it touched an ask, in the order of controls. */
export function readSavings(
  state: SavingState,
  floors: Readonly<Record<string, number>>,
): readonly ControlSaving[] {
  const routes = [...state].sort(([a], [b]) => (a < b ? -1 : 1));
  return SAVING_CONTROLS.flatMap((control) =>
    routes.flatMap(([route, savings]): readonly ControlSaving[] => {
      const touched = savings.touched[control];
      if (touched === undefined) return [];
      return [
        {
          control,
          route,
          ...saved(control, savings, touched),
          qualityFloor: floors[route] ?? null,
        },
      ];
    }),
  );
}

function saved(
  control: SavingControl,
  savings: RouteSavings,
  touched: TouchedSum,
): Omit<ControlSaving, "control" | "route" | "qualityFloor"> {
  const { asks, answered, costMicroUsd } = touched;
  const each = restMicroUsd(control, savings);
  const without = each === null ? null : Math.round(touched.knownMicroUsd + asks * each);
  return {
    asks,
    answered,
    costMicroUsd,
    withoutMicroUsd: without,
    savedMicroUsd: without === null ? null : without - costMicroUsd,
    quality: {
      gate: qualityBy("gate", savings, touched),
      judge: qualityBy("judge", savings, touched),
      feedback: qualityBy("feedback", savings, touched),
    },
  };
}

/** What is not known of an ask without its control but by other asks of the route. */
function restMicroUsd(control: SavingControl, savings: RouteSavings): number | null {
  const { all, answeredMicroUsd, outputMicroUsd, wholeAnswers } = savings;
  switch (control) {
    case "tier-down":
    case "pruning":
    case "prompt-cache":
      return 0;
    case "response-limit":
      return wholeAnswers === 0 ? null : outputMicroUsd / wholeAnswers;
    case "throttle":
    case "defer":
    case "quota":
    case "cap":
      return all.answered === 0 ? null : answeredMicroUsd / all.answered;
    default:
      return control satisfies never;
  }
}

function qualityBy(
  source: ScoreSource,
  { all }: RouteSavings,
  { scores }: TouchedSum,
): TouchedQuality {
  const [one, whole] = [scores[source], all.scores[source]];
  const rest = { count: whole.count - one.count, sum: whole.sum - one.sum };
  return { touched: meanOf(one), untouched: meanOf(rest) };
}

/** Rounded, so that equal scores read equally in whatever order they came. */
function meanOf({ count, sum }: ScoreSum): MeanScore {
  return { mean: count === 0 ? null : Math.round((sum / count) * 1e6) / 1e6, count };
}
