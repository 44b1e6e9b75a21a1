import type { FaultSchedule, FaultTiming } from "../../faults/fault-schedule.ts";
import { CALL_BEHAVIOURS } from "../../faults/call-behaviours.ts";
import type { Fault, FaultBehaviour, FaultType } from "../../faults/fault.ts";
import { WORLD_BEHAVIOURS } from "../../faults/world-behaviours.ts";

/** How hard a fault hits, the mildest first. */
export const INTENSITIES = ["mild", "strong", "total"] as const;
export type Intensity = (typeof INTENSITIES)[number];

/** One fault of a proof: it begins after two seconds and is over four seconds later, or sooner. */
export interface FaultCase {
  readonly type: FaultType;
  readonly intensity: Intensity;
  /** Its id is its type. */
  readonly fault: Fault;
}

const WHEN: Pick<FaultTiming, "at"> & { readonly for: string } = { at: "2s", for: "4s" };

/** Whom a fault of calls hits: one call in five, three in five, or all. */
const REACH: Readonly<Record<Intensity, Pick<FaultSchedule, "target" | "share">>> = {
  mild: { target: { provider: "@each" }, share: "20%" },
  strong: { target: { provider: "@each" }, share: "60%" },
  total: { target: { provider: "@each" } },
};

/** Every type of fault in each of its kinds at three intensities, for tests. */
export function faultCases(): readonly FaultCase[] {
  const calls = CALL_BEHAVIOURS.flatMap((behaviour) =>
    INTENSITIES.map((intensity) => {
      const fault: Fault = {
        id: behaviour.type,
        ...WHEN,
        ...playable(behaviour),
        ...REACH[intensity],
      };
      return { type: behaviour.type, intensity, fault };
    }),
  );
  const world = Object.values(WORLD_BEHAVIOURS).flatMap((behaviours) =>
    behaviours.map((behaviour, index) => {
      const fault: Fault = { id: behaviour.type, ...WHEN, ...behaviour };
      return { type: behaviour.type, intensity: INTENSITIES[index] ?? "total", fault };
    }),
  );
  return [...calls, ...world];
}

/** One case for each type at one intensity, the first of its kinds. */
export function firstCases(intensity: Intensity): readonly FaultCase[] {
  const cases = faultCases().filter((each) => each.intensity === intensity);
  const seen = new Set<FaultType>();
  return cases.filter(({ type }) => !seen.has(type) && seen.add(type));
}

/** A model that is served in another's place has to be one of the shipped catalogue. */
function playable(behaviour: FaultBehaviour): FaultBehaviour {
  if (behaviour.type !== "body.wrong-model") return behaviour;
  return { ...behaviour, serves: "openai/gpt-6-luna" };
}
