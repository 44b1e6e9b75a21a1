import type { EventBase } from "./event-base.ts";

/** What this process finds out of endpoints stays with it, and it hears of nobody. */
export interface HealthLinkLostEvent extends EventBase {
  readonly type: "health-link-lost";
  readonly cause: string;
}

/** Processes share what they find out of endpoints again. */
export interface HealthLinkBackEvent extends EventBase {
  readonly type: "health-link-back";
}
