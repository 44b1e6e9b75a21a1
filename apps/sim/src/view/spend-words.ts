import type {
  BurnAlertEvent,
  PruningChangedEvent,
  SpendLevelChangedEvent,
  ThrottleChangedEvent,
} from "@switchyard/contract";
import { formatShare } from "../format/quantity.ts";

/** A control of spend that set in or let go. */
export type SpendControlEvent =
  BurnAlertEvent | SpendLevelChangedEvent | ThrottleChangedEvent | PruningChangedEvent;

/** What a control of spend did, in a few words. */
export function spendWords(event: SpendControlEvent): string {
  switch (event.type) {
    case "burn-alert": {
      const verb = event.to === "firing" ? "burns" : "no longer burns";
      return `${event.budget} ${verb} ${event.alertRate}× its even rate (now ${event.rate.toFixed(1)}×)`;
    }
    case "spend-level-changed": {
      const used = (event.spentMicroUsd + event.reservedMicroUsd) / event.capMicroUsd;
      return `${event.budget} at ${formatShare(used)}: spend level ${event.from} → ${event.to}`;
    }
    case "throttle-changed":
      return event.to === "free"
        ? `${event.route}: all asks are let in again`
        : `${event.route}: ${formatShare(event.share)} of asks are let in, for budget ${event.budget}`;
    case "pruning-changed":
      return `${event.route}: pruning ${event.to}: ${event.cause}`;
    default:
      return event satisfies never;
  }
}

/** Whether things got better. */
export function isRelief(event: SpendControlEvent): boolean {
  if (event.type === "burn-alert") return event.to === "ended";
  if (event.type === "spend-level-changed") return event.to < event.from;
  return event.type === "throttle-changed" ? event.to === "free" : event.to === "on";
}
