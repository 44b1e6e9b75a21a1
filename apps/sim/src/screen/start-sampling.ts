import type { Pacer } from "./create-pacer.ts";
import type { ScreenStore } from "./create-screen-store.ts";

/** More frames than this are not seen, and cost the rehearsal time. */
export const FRAMES_PER_SECOND = 10;
/** At full speed a frame is old when it is seen, and drawing takes time from the run itself. */
const FULL_SPEED_FRAMES_PER_SECOND = 4;
/** At full speed so many times as long goes by between drawings as one takes, on any machine. */
const FULL_SPEED_RUN_PER_DRAWING = 15;

/** Samples the store while the screen is open, so that it is drawn. Returns what ends it. */
export function startSampling(
  store: Pick<ScreenStore, "sample">,
  pacer: Pick<Pacer, "state">,
): () => void {
  let timer: NodeJS.Timeout | undefined;
  let drawingMs = 0;
  let isOver = false;
  const sample = (): void => {
    const fromMs = performance.now();
    store.sample();
    // React draws a sample in a microtask, which was asked for before this one.
    queueMicrotask(() => {
      drawingMs = performance.now() - fromMs;
      waitForNext();
    });
  };
  const waitForNext = (): void => {
    if (isOver) return;
    const { isPaused, speed } = pacer.state();
    const isFullSpeed = !isPaused && speed === Infinity;
    const waitMs = isFullSpeed
      ? Math.max(1_000 / FULL_SPEED_FRAMES_PER_SECOND, drawingMs * FULL_SPEED_RUN_PER_DRAWING)
      : 1_000 / FRAMES_PER_SECOND;
    timer = setTimeout(sample, waitMs);
  };
  waitForNext();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}
