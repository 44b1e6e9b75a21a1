import type { SwitchyardEvent } from "@switchyard/contract";
import { createCostFold, type Costs, type CostState } from "@switchyard/journal";
import { reduceView } from "../view/reduce-view.ts";
import type { ViewModel } from "../view/view-model.ts";

/** All that the screen folds from the events. */
export interface ScreenState {
  readonly model: ViewModel;
  readonly costs: CostState;
}

const COST_FOLD = createCostFold();

/** What is known before the first event. */
export function screenStateOf(model: ViewModel): ScreenState {
  return { model, costs: COST_FOLD.initial };
}

/** @param known the model after the event, where it was folded already */
export function stepScreen(
  { model, costs }: ScreenState,
  event: SwitchyardEvent,
  known: ViewModel = reduceView(model, event),
): ScreenState {
  return { model: known, costs: COST_FOLD.step(costs, event) };
}

export function readCosts(costs: CostState): Costs {
  return COST_FOLD.read(costs);
}
