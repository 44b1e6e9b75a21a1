import type { RungName } from "@switchyard/contract";
import { defineInvariant, type Invariant } from "./invariant.ts";

/**
 * Why a static answer may come before the rungs above it: the caller's time, calls or route's share
 * were over, and the answer says so.
 */
const REFUSALS: ReadonlySet<string> = new Set([
  "deadline",
  "attempts-exhausted",
  "deferred",
  "throttled",
  "quota",
]);

export const staticRungLast: Invariant = defineInvariant(
  "static-rung-last",
  "The static answer comes only after each rung above it was tried or was closed.",
  ({ bundles, events }, report) => {
    const closed = new Set<string>();
    /** Rungs of each open ask's route that it decided, and `ROUTE RUNG` of all that were closed. */
    const seen = new Map<string, { decided: Set<RungName>; closed: ReadonlySet<string> }>();
    for (const event of events) {
      switch (event.type) {
        case "rung-changed": {
          const key = `${event.route} ${event.rung}`;
          // On trial it is closed to all but one ask, which decides it like an open one.
          if (event.to === "open") closed.delete(key);
          else closed.add(key);
          break;
        }
        case "ask-received":
          // What closes or opens later is not for this ask.
          seen.set(event.askId, { decided: new Set(), closed: new Set(closed) });
          break;
        case "route-decided":
          seen.get(event.askId)?.decided.add(event.rung);
          break;
        case "ask-answered": {
          const { askId, route, rung, why, attempts, bundle } = event;
          const before = seen.get(askId);
          seen.delete(askId);
          if (rung !== "static" || before === undefined) break;
          if (REFUSALS.has(why)) {
            if (why === "attempts-exhausted" && attempts === 0)
              report("It ran out of attempts, and made none.", askId);
            break;
          }
          const ladder = bundles[bundle]?.policy.routes.find(({ id }) => id === route)?.ladder;
          for (const above of ladder ?? [])
            if (
              above !== "static" &&
              !before.decided.has(above) &&
              !before.closed.has(`${route} ${above}`)
            )
              report(`It went to static for ${why}, and rung ${above} was open.`, askId);
          break;
        }
        default:
      }
    }
  },
);
