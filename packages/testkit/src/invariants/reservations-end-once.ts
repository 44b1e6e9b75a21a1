import { defineInvariant, type Invariant } from "./invariant.ts";
import { watchEnds } from "./ends-once.ts";

export const reservationsEndOnce: Invariant = defineInvariant(
  "reservations-end-once",
  "Money that is held for an attempt is settled or released, exactly once.",
  ({ events }, report) => {
    const ends = watchEnds("Reservation", report);
    for (const event of events) {
      if (event.type === "budget-reserved") ends.open(event.attemptId, event.askId);
      if (event.type === "budget-settled" || event.type === "budget-released")
        ends.end(event.attemptId, event.askId);
    }
    ends.finish();
  },
);
