import type { Costs } from "@switchyard/journal";
import type { CheckLine, Frame, VerdictLine } from "./frame.ts";
import type { PaceState } from "./pace-machine.ts";
import type { ScreenState } from "./screen-state.ts";
import type { Tape } from "./create-tape.ts";

/** Expectations and costs take more to read than to draw; twice a second is live enough. */
const READ_EVERY_MS = 500;

/** Holds what is drawn. Events change the tape; a drawing sees it only when sampled. */
export interface ScreenStore {
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
  readonly tape: Pick<Tape<ScreenState>, "state" | "newest">;
  readonly pace: () => PaceState;
  /** Judges the expectations as of now. */
  readonly checks: () => readonly CheckLine[];
  /** Reads what tasks cost off the tape's state. */
  readonly readCosts: (costs: ScreenState["costs"]) => Costs;
  /** Real milliseconds; the zero point means nothing. */
  readonly nowMs: () => number;
}

export function createScreenStore(options: ScreenStoreOptions): ScreenStore {
  const { tape, pace, checks, readCosts, nowMs } = options;
  const modelNow = (): Pick<Frame, "model" | "behindMs"> => {
    const { model } = tape.state();
    return { model, behindMs: tape.newest().model.nowAtMs - model.nowAtMs };
  };
  const costs = (): Costs => readCosts(tape.state().costs);
  let frame: Frame = {
    ...modelNow(),
    pace: pace(),
    checks: checks(),
    isHelpOpen: false,
    costs: undefined,
  };
  let readAtMs = nowMs();
  const listeners = new Set<() => void>();

  const costsNow = (): Costs | undefined => (frame.costs === undefined ? undefined : costs());
  const publish = (next: Frame): void => {
    frame = next;
    for (const listener of listeners) listener();
  };

  return {
    snapshot: () => frame,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    sample: () => {
      const next = modelNow();
      const isSame = next.model === frame.model && next.behindMs === frame.behindMs;
      if (isSame && pace() === frame.pace) return;
      const isDue = nowMs() - readAtMs >= READ_EVERY_MS;
      if (isDue) readAtMs = nowMs();
      const read = isDue ? { checks: checks(), costs: costsNow() } : {};
      publish({ ...frame, ...next, pace: pace(), ...read });
    },
    toggleHelp: () => publish({ ...frame, isHelpOpen: !frame.isHelpOpen }),
    toggleCosts: () =>
      publish({ ...frame, costs: frame.costs === undefined ? costs() : undefined }),
    showVerdict: (verdict) => {
      const read = { checks: checks(), costs: costsNow() };
      publish({ ...frame, ...modelNow(), pace: pace(), ...read, isHelpOpen: false, verdict });
    },
  };
}
