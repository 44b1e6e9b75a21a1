import { SwitchyardError } from "@switchyard/contract";
import { defineInvariant, type Invariant } from "./invariant.ts";
import { watchEnds } from "./ends-once.ts";

/** Codes of the errors that an ask may end in. Others are accidents. */
const ERROR_CODES = new Set([
  "request-invalid",
  "route-refused",
  "ladder-exhausted",
  "deadline-exceeded",
  "budget-exhausted",
  "quota-exhausted",
  "stream-cut",
  "ask-aborted",
]);

export const everyAskEnds: Invariant = defineInvariant(
  "every-ask-ends",
  "Each ask ends once: in an answer on a rung of its route's ladder, or in a typed error.",
  ({ bundles, events, asks = {} }, report) => {
    const ends = watchEnds("Ask", report);
    for (const event of events) {
      if (event.type === "ask-received") ends.open(event.askId, event.askId);
      if (event.type === "ask-answered") {
        const { askId, route, rung } = event;
        ends.end(askId, askId);
        const ladder = bundles[event.bundle]?.policy.routes.find(({ id }) => id === route)?.ladder;
        if (ladder !== undefined && !ladder.includes(rung))
          report(`It was answered on rung ${rung}; the ladder of ${route} has ${ladder}.`, askId);
      }
      if (event.type === "ask-failed") {
        const { askId, code } = event;
        ends.end(askId, askId);
        if (!ERROR_CODES.has(code)) report(`It failed with the unknown code ${code}.`, askId);
      }
    }
    ends.finish();
    for (const [askId, { error }] of Object.entries(asks))
      if (error !== undefined && !SwitchyardError.isInstance(error))
        report(`It ended in an error without a type: ${String(error)}`, askId);
  },
);
