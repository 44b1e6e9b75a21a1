import type { FaultTiming } from "./fault-schedule.ts";
import type { WorldFault } from "./fault.ts";

/** A fault around the router before it has a place in time. */
type Untimed<Type extends WorldFault["type"]> = WithoutTiming<
  Extract<WorldFault, { readonly type: Type }>
>;
type WithoutTiming<Of> = Of extends WorldFault
  ? Omit<Of, Exclude<keyof FaultTiming, "for">>
  : never;

/** Every type of fault around the router at three intensities, the mildest first, for tests. */
export const WORLD_BEHAVIOURS: {
  readonly [Type in WorldFault["type"]]: readonly [Untimed<Type>, Untimed<Type>, Untimed<Type>];
} = {
  "store.down": [
    { type: "store.down", mode: "refuse", share: "30%" },
    { type: "store.down", mode: "readonly" },
    { type: "store.down", mode: "hang" },
  ],
  "store.slow": [
    { type: "store.slow", add: "20ms" },
    { type: "store.slow", add: "200ms", share: "50%" },
    { type: "store.slow", add: "5s" },
  ],
  "store.lost-ack": [
    { type: "store.lost-ack", op: "reserve", share: "30%" },
    { type: "store.lost-ack", op: "settle", share: "30%" },
    { type: "store.lost-ack", op: "settle" },
  ],
  "store.stale-read": [
    { type: "store.stale-read", lag: "1s" },
    { type: "store.stale-read", lag: "5s", share: "50%" },
    { type: "store.stale-read", lag: "1m" },
  ],
  "store.lost-writes": [
    { type: "store.lost-writes", window: "100ms" },
    { type: "store.lost-writes", window: "1s" },
    { type: "store.lost-writes", window: "1m" },
  ],
  "deliver.duplicate": [
    { type: "deliver.duplicate", op: "reserve", share: "30%" },
    { type: "deliver.duplicate", op: "settle", share: "30%" },
    { type: "deliver.duplicate", op: "settle" },
  ],
  "router.crash": [
    { type: "router.crash", point: "before-reserve" },
    { type: "router.crash", point: "mid-call" },
    { type: "router.crash", point: "after-settle", for: "2s" },
  ],
  "router.pause": [
    { type: "router.pause", for: "500ms" },
    { type: "router.pause", for: "1s" },
    { type: "router.pause", for: "6s" },
  ],
  "clock.skew": [
    { type: "clock.skew", by: "+50ms" },
    { type: "clock.skew", by: "-2m", ramp: "3s" },
    { type: "clock.skew", by: "+30h" },
  ],
  "clock.jump": [
    { type: "clock.jump", by: "+1s" },
    { type: "clock.jump", by: "-10m" },
    { type: "clock.jump", by: "+40d" },
  ],
  "journal.full": [
    { type: "journal.full", for: "500ms" },
    { type: "journal.full", for: "1s" },
    { type: "journal.full", for: "6s" },
  ],
  "policy.push": [
    {
      type: "policy.push",
      set: { "/defaults/attempts/max": 1, "/defaults/attempts/perEndpoint": 1 },
    },
    { type: "policy.push", set: { "/defaults/attempts/max": "many" } },
    { type: "policy.push", set: { "/defaults/timeouts/total": "1ms" } },
  ],
  "classifier.drift": [
    { type: "classifier.drift", confusion: { faq: { summarize: 1 } }, share: "30%" },
    { type: "classifier.drift", confusion: { faq: { extract: 1 }, extract: { faq: 1 } } },
    {
      type: "classifier.drift",
      confusion: { faq: { "plan-workflow": 1 }, summarize: { "regulated-answer": 1 } },
    },
  ],
  "classifier.slow": [
    { type: "classifier.slow", add: "50ms" },
    { type: "classifier.slow", add: "2s", share: "50%" },
    { type: "classifier.slow", add: "1m" },
  ],
  "load.surge": [
    { type: "load.surge", times: 2, for: "3s" },
    { type: "load.surge", times: 5, for: "3s" },
    { type: "load.surge", times: 20, for: "3s" },
  ],
};
