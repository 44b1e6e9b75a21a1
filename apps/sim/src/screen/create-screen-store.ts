import type { Costs } from "@switchyard/journal";
import type { ViewModel } from "../view/view-model.ts";
import type { CheckLine, Frame, VerdictLine } from "./frame.ts";
import type { PaceState } from "./pace-machine.ts";

/** Expectations and costs take more to read than to draw; twice a second is live enough. */
const READ_EVERY_MS = 500;

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
  toggleCosts(): void;
  showVerdict(verdict: VerdictLine): void;
}

export interface ScreenStoreOptions {
  readonly model: ViewModel;
  readonly pace: () => PaceState;
  /** Judges the expectations as of now. */
  readonly checks: () => readonly CheckLine[];
  /** What tasks cost as of now. */
  readonly costs: () => Costs;
  /** Real milliseconds; the zero point means nothing. */
  readonly nowMs: () => number;
}

export function createScreenStore(options: ScreenStoreOptions): ScreenStore {
  const { pace, checks, costs, nowMs } = options;
  let model = options.model;
  let frame: Frame = { model, pace: pace(), checks: checks(), isHelpOpen: false, costs: undefined };
  let readAtMs = nowMs();
  const listeners = new Set<() => void>();

  const costsNow = (): Costs | undefined => (frame.costs === undefined ? undefined : costs());
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
      const isDue = nowMs() - readAtMs >= READ_EVERY_MS;
      if (isDue) readAtMs = nowMs();
      const read = isDue ? { checks: checks(), costs: costsNow() } : {};
      publish({ ...frame, model, pace: pace(), ...read });
    },
    toggleHelp: () => publish({ ...frame, isHelpOpen: !frame.isHelpOpen }),
    toggleCosts: () =>
      publish({ ...frame, costs: frame.costs === undefined ? costs() : undefined }),
    showVerdict: (verdict) => {
      const read = { checks: checks(), costs: costsNow() };
      publish({ ...frame, model, pace: pace(), ...read, isHelpOpen: false, verdict });
    },
  };
}
