import type { ViewModel } from "../view/view-model.ts";
import type { CheckLine, Frame, VerdictLine } from "./frame.ts";
import type { PaceState } from "./pace-machine.ts";

/** Judging every expectation costs more than drawing them; twice a second is live enough. */
const CHECKS_EVERY_MS = 500;

/** Holds what is drawn. It changes with every event; a drawing sees it only when sampled. */
export interface ScreenStore {
  /** Takes what is known now. */
  update(model: ViewModel): void;
  /** The last sample. The same object until the next one. */
  snapshot(): Frame;
  /** Calls `listener` after each sample that differs; the returned function ends that. */
  subscribe(listener: () => void): () => void;
  /** Takes a new sample, so that it is drawn. */
  sample(): void;
  toggleHelp(): void;
  showVerdict(verdict: VerdictLine): void;
}

export interface ScreenStoreOptions {
  readonly model: ViewModel;
  readonly pace: () => PaceState;
  /** Judges the expectations as of now. */
  readonly checks: () => readonly CheckLine[];
  /** Real milliseconds; the zero point means nothing. */
  readonly nowMs: () => number;
}

export function createScreenStore(options: ScreenStoreOptions): ScreenStore {
  const { pace, checks, nowMs } = options;
  let model = options.model;
  let frame: Frame = { model, pace: pace(), checks: checks(), isHelpOpen: false };
  let checkedAtMs = nowMs();
  const listeners = new Set<() => void>();

  const publish = (next: Frame): void => {
    frame = next;
    for (const listener of listeners) listener();
  };

  return {
    update: (next) => {
      model = next;
    },
    snapshot: () => frame,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sample: () => {
      if (model === frame.model && pace() === frame.pace) return;
      const isDue = nowMs() - checkedAtMs >= CHECKS_EVERY_MS;
      if (isDue) checkedAtMs = nowMs();
      publish({ ...frame, model, pace: pace(), checks: isDue ? checks() : frame.checks });
    },
    toggleHelp: () => publish({ ...frame, isHelpOpen: !frame.isHelpOpen }),
    showVerdict: (verdict) =>
      publish({ ...frame, model, pace: pace(), checks: checks(), isHelpOpen: false, verdict }),
  };
}
