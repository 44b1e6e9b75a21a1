import type { Face } from "../chaos/face.ts";
import { createPacer, type WallClock } from "../screen/create-pacer.ts";
import { createLineReporter } from "./create-line-reporter.ts";

export interface LineFaceOptions {
  /** Takes one line without its line end. */
  readonly write: (line: string) => void;
  readonly clock: WallClock;
  /** Virtual seconds per second. Absent: as fast as it goes. */
  readonly speed?: number;
}

/** Shows a rehearsal as lines. */
export function lineFace({ write, clock, speed }: LineFaceOptions): Face {
  return {
    ...(speed !== undefined && { pace: createPacer(speed, clock) }),
    start: (_live, model) => {
      const { scenario, seed, policyName, policyVersion, bundleHash } = model;
      const policy = `policy ${policyName} v${policyVersion} (bundle ${bundleHash.slice(0, 12)})`;
      write(`Rehearsing ${scenario}, seed ${seed}, ${policy}`);
      return createLineReporter({ write, nowMs: clock.nowMs });
    },
    end: async () => {},
    close: async () => {},
  };
}
