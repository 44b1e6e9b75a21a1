import type { LiveRehearsal, Pace } from "@switchyard/simulator";
import type { ViewModel } from "../view/view-model.ts";
import type { Verdict } from "./verdict.ts";
import type { ViewListener } from "./view-of-run.ts";

/** How a viewer sees a rehearsal while it runs. */
export interface Face {
  /** Absent: as fast as it goes. */
  readonly pace?: Pace;
  /** The rehearsal begins. */
  start(live: LiveRehearsal, model: ViewModel): ViewListener;
  /** It ended; resolves when the viewer has seen it, or at once when `signal` is aborted. */
  end(verdict: Verdict, signal: AbortSignal): Promise<void>;
  /** Gives the terminal back. Idempotent, and safe when it never started. */
  close(): Promise<void>;
}
