import type { SwitchyardEvent } from "@switchyard/contract";

/** Whether trouble begins here: a fault, a breaker that opens, or a rung that closes. */
export function isTrouble(event: SwitchyardEvent): boolean {
  switch (event.type) {
    case "fault-started":
      return true;
    case "breaker-changed":
      return event.to === "open";
    case "rung-changed":
      return event.to === "closed";
    default:
      return false;
  }
}
