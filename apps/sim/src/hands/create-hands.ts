import { SwitchyardError, type SwitchyardEvent } from "@switchyard/contract";
import type { LiveRehearsal } from "@switchyard/simulator";
import type { PolicyHand } from "./create-policy-hand.ts";
import { draftOf, faultOf, type FaultDraft, type TargetChoice } from "./fault-draft.ts";

/** What a viewer did, in words, and how it is known to have happened. */
export interface Deed {
  readonly text: string;
  /** The event that it causes. Absent: it causes none. */
  readonly isDone?: ((event: SwitchyardEvent) => boolean) | undefined;
}

/** What a viewer can do to a rehearsal. */
export interface Hands {
  readonly targets: readonly TargetChoice[];
  /** The draft of a fault, to be changed. */
  draftOf(fault: string, draft: FaultDraft): FaultDraft;
  /**
   * Begins the fault of a draft.
   *
   * @param instead ends this one at the same instant
   */
  begin(draft: FaultDraft, instead?: string): Deed;
  end(fault: string): Deed;
  readonly policy: PolicyHand;
  /** Writes what was done so far as a scenario. */
  save(): Deed;
}

export interface HandsOptions {
  readonly live: Pick<LiveRehearsal, "liveFaults">;
  readonly targets: readonly TargetChoice[];
  readonly policy: PolicyHand;
  /** Whether the run has ended, so that nothing can be done to it any more. */
  readonly isOver: () => boolean;
  /** Writes a file; returns its path. */
  readonly save: () => string;
}

const OVER: Deed = { text: "the run is over: faults and policy can be changed while it lasts" };

export function createHands({ live, targets, policy, isOver, save }: HandsOptions): Hands {
  const { liveFaults } = live;
  const idsTaken = (): readonly string[] => liveFaults.written().map(({ id }) => id);
  return {
    targets,
    draftOf: (id, draft) => {
      const fault = liveFaults.written().find((known) => known.id === id);
      return fault !== undefined && "target" in fault ? draftOf(fault, draft, targets) : draft;
    },
    begin: (draft, instead) => {
      const fault = faultOf(draft, targets, idsTaken());
      if (isOver() || fault === undefined) return OVER;
      return tried(() => {
        liveFaults.begin(fault);
        const hasBegun = isStartOf(fault.id);
        if (instead === undefined || !liveFaults.end(instead))
          return { text: `${fault.id} begins`, isDone: hasBegun };
        // Events of one instant come in the order of the faults' names.
        const isDone = instead > fault.id ? isEndOf(instead) : hasBegun;
        return { text: `${fault.id} begins in place of ${instead}`, isDone };
      });
    },
    end: (id) => {
      if (isOver()) return OVER;
      return liveFaults.end(id)
        ? { text: `${id} ends`, isDone: isEndOf(id) }
        : {
            text: `${id} cannot be ended: it is not in force, not of calls, or another comes after it`,
          };
    },
    policy: {
      ...policy,
      push: (reading) => (isOver() ? OVER : tried(() => policy.push(reading))),
    },
    save: () => tried(() => ({ text: `saved: sim chaos --scenario ${save()}` })),
  };
}

function isStartOf(id: string): Deed["isDone"] {
  return (event) => event.type === "fault-started" && event.fault === id;
}

function isEndOf(id: string): Deed["isDone"] {
  return (event) => event.type === "fault-ended" && event.fault === id;
}

/** What is not possible is told, and the run goes on. */
function tried(deed: () => Deed): Deed {
  try {
    return deed();
  } catch (error) {
    if (SwitchyardError.isInstance(error)) return { text: error.message };
    throw error;
  }
}
