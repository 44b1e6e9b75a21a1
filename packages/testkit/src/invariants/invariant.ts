import type { Trace } from "./trace.ts";

/** One place where a trace breaks an invariant. */
export interface Breach {
  /** Name of the invariant. */
  readonly invariant: string;
  /** The ask it happened to; absent where it is no ask's. */
  readonly askId?: string;
  /** One sentence with the values and the rule. */
  readonly message: string;
}

/** Something that holds in every trace of a right router under any policy. */
export interface Invariant {
  readonly name: string;
  /** The promise to a policy's owner that it guards, in one sentence. */
  readonly guards: string;
  /** Every breach, in the order of the trace. */
  readonly check: (trace: Trace) => readonly Breach[];
}

/** Reports one breach. */
export type Report = (message: string, askId?: string) => void;

/** Makes an invariant of a check that reports what it finds. */
export function defineInvariant(
  name: string,
  guards: string,
  inspect: (trace: Trace, report: Report) => void,
): Invariant {
  return {
    name,
    guards,
    check: (trace) => {
      const breaches: Breach[] = [];
      inspect(trace, (message, askId) => {
        breaches.push({ invariant: name, message, ...(askId !== undefined && { askId }) });
      });
      return breaches;
    },
  };
}
