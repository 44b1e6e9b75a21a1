import type { SwitchyardEvent } from "@switchyard/contract";
import type { Pace } from "@switchyard/simulator";

/** How a viewer sees a journal. */
export interface WatchFace extends Pace {
  record(event: SwitchyardEvent): void;
  /** It ended; resolves when the viewer has seen it, or at once when `signal` is aborted. */
  end(text: string, isGood: boolean, signal: AbortSignal): Promise<void>;
  /** Nothing is held back any more. */
  release(): void;
  /** Gives the terminal back. Idempotent. */
  close(): Promise<void>;
}
