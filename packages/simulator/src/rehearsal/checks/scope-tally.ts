import type { AskAnsweredEvent, AskFailedEvent } from "@switchyard/contract";
import { EMPTY_TALLY, tallyAsk, type AskTally } from "@switchyard/journal";

/** How the asks of one scope ended. */
export interface ScopeTally {
  readonly asks: AskTally;
  /** Calls that the envelope forbids. */
  readonly violations: number;
  /** Calls of providers that ended asks made. */
  readonly calls: number;
  /** Calls with one fault in them, of which it is known what should be seen. */
  readonly readings: number;
  /** Of those, the ones that were seen as another kind of failure. */
  readonly misread: number;
  /** Asks that no model answered in time, by cause: an answer's `why`, an error's code or `late`. */
  readonly causes: ReadonlyMap<string, number>;
}

/** A tally of nothing. */
export const NO_ASKS: ScopeTally = {
  asks: EMPTY_TALLY,
  violations: 0,
  calls: 0,
  readings: 0,
  misread: 0,
  causes: new Map(),
};

/** The tally with one ended ask more. */
export function tallyEnd(
  tally: ScopeTally,
  end: AskAnsweredEvent | AskFailedEvent,
  fellBack: boolean,
): ScopeTally {
  const cause = causeOf(end);
  const { asks, causes } = tally;
  return {
    ...tally,
    asks: tallyAsk(asks, end, fellBack),
    calls: tally.calls + end.attempts,
    causes: cause === undefined ? causes : new Map(causes).set(cause, (causes.get(cause) ?? 0) + 1),
  };
}

/** Why no model answered in time; undefined: one did. */
function causeOf(end: AskAnsweredEvent | AskFailedEvent): string | undefined {
  if (end.type === "ask-failed") return end.code;
  if (end.endpoint === undefined) return end.why;
  return end.insideSla ? undefined : "late";
}
