import { defineInvariant, type Invariant } from "./invariant.ts";

export const policyHashOnEveryEvent: Invariant = defineInvariant(
  "policy-hash-on-every-event",
  "Each event names a policy that was in force, and no ask mixes two.",
  ({ bundles, events }, report) => {
    const bundleOf = new Map<string, string>();
    for (const event of events) {
      if (bundles[event.bundle] === undefined)
        report(`Event ${event.type} names bundle "${event.bundle}", which was not in force.`);
      if (!("askId" in event) || event.askId === undefined) continue;
      const { askId } = event;
      if (event.type === "ask-received") bundleOf.set(askId, event.bundle);
      // What the application says of an ask comes when it likes.
      if (event.type === "feedback-received") continue;
      const begun = bundleOf.get(askId) ?? event.bundle;
      if (begun !== event.bundle)
        report(`It began under ${begun}; its ${event.type} is under ${event.bundle}.`, askId);
    }
  },
);
