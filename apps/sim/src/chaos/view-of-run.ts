import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { targetInWords, type LiveRehearsal } from "@switchyard/simulator";
import type { PlannedFault } from "../view/fault-view.ts";
import { reduceView } from "../view/reduce-view.ts";
import { createViewModel, type ViewModel } from "../view/view-model.ts";
import type { Documents } from "./open-documents.ts";

/** Told of each event, with what is known before and after it. */
export type ViewListener = (before: ViewModel, after: ViewModel, event: SwitchyardEvent) => void;

/** The one fold over a run's events that screen, lines and report share. */
export interface RunView extends EventSink {
  model(): ViewModel;
}

/** A view that tells `listener` of each change. */
export function createRunView(start: ViewModel, listener: ViewListener): RunView {
  let model = start;
  return {
    record: (event) => {
      const before = model;
      model = reduceView(before, event);
      listener(before, model, event);
    },
    model: () => model,
  };
}

interface StartOfRun extends Pick<LiveRehearsal, "requests" | "durationMs" | "faults"> {
  readonly policies: Pick<LiveRehearsal["policies"], "bundleOf">;
}

/** What is known of a run before its first event. */
export function startOfView(
  { bundle, scenario }: Documents,
  seed: string,
  { requests, durationMs, faults, policies }: StartOfRun,
): ViewModel {
  return createViewModel({
    bundle: bundle.bundle,
    bundleOf: (hash) => policies.bundleOf(hash)?.bundle,
    scenario: scenario.name,
    seed,
    requests,
    durationMs,
    faults: faults.map((fault): PlannedFault => {
      const { id, type: kind, fromMs, untilMs } = fault;
      const target = targetInWords(fault.target);
      return { id, kind, target, fromMs, toMs: Math.min(untilMs, durationMs) };
    }),
  });
}
