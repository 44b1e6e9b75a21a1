import { createRunView } from "../chaos/view-of-run.ts";
import { createLineReporter } from "../plain/create-line-reporter.ts";
import { createPacer, type WallClock } from "../screen/create-pacer.ts";
import type { ViewModel } from "../view/view-model.ts";
import type { WatchFace } from "./watch-face.ts";

/** Shows a journal as lines: what changed when, and progress in between. */
export function watchOnLines(
  model: ViewModel,
  speed: number,
  clock: WallClock,
  write: (line: string) => void,
): WatchFace {
  const pacer = createPacer(speed, clock);
  const view = createRunView(model, createLineReporter({ write, nowMs: clock.nowMs }));
  return {
    beforeEvent: pacer.beforeEvent,
    record: view.record,
    end: async () => {},
    release: pacer.release,
    close: async () => {},
  };
}
