import type { PolicyNews, PolicySource } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import { changeBundle } from "../../scenario/change-bundle.ts";
import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import { isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

export type LivePush = LiveFault<"policy.push">;

/** A source of policies that are pushed while a rehearsal lasts. */
export interface PushedSource extends PolicySource {
  /** Puts other pushes in the place of all; what is pushed already stands until its end. */
  replan(pushes: readonly LivePush[]): void;
  /** The bundle that a hash begins so, as events name it; undefined: none such was in force. */
  bundleOf(hashStart: string): LoadedBundle | undefined;
}

/**
 * A source that brings the change of the push that began last into force, and when that ends the
 * policy before it again. Pushes that begin and end at one instant are one change of policy.
 */
export function createPushedSource(
  loaded: LoadedBundle,
  clock: Pick<VirtualClock, "schedule" | "nowMs">,
  onHit: FaultStage["onHit"],
): PushedSource {
  const listeners = new Set<(news: PolicyNews) => void>();
  /** What came of each push that has begun, by its fault; undefined: the router refuses it. */
  const begun = new Map<string, LoadedBundle | undefined>();
  let pushes: readonly LivePush[] = [];
  let inForce = "";
  let current = loaded.bundle;

  const tell = (news: PolicyNews): void => {
    if (news.kind === "bundle") current = news.bundle;
    for (const listener of listeners) listener(news);
  };
  const begin = ({ fault }: LivePush): void => {
    onHit(fault.id);
    try {
      begun.set(fault.id, changeBundle(loaded, fault.set));
    } catch (error) {
      begun.set(fault.id, undefined);
      tell({ kind: "refused", error, cause: `pushed by ${fault.id}` });
    }
  };
  const settle = (): void => {
    const on = pushes.filter((push) => isOn(push, clock.nowMs()));
    const fresh = on.filter(({ fault }) => !begun.has(fault.id));
    for (const push of fresh) begin(push);
    const newest = on
      .filter(({ fault }) => begun.get(fault.id) !== undefined)
      .toSorted((a, b) => a.fromMs - b.fromMs)
      .at(-1);
    const next = newest?.fault.id ?? "";
    if (next === inForce) return;
    const isBack = newest === undefined || !fresh.includes(newest);
    const { bundle } = begun.get(next) ?? loaded;
    const cause = isBack ? `rolled back after ${inForce}` : `pushed by ${next}`;
    inForce = next;
    tell({ kind: "bundle", bundle, cause });
  };

  return {
    name: "rehearsal",
    get current() {
      return current;
    },
    bundleOf: (hashStart) =>
      [loaded, ...begun.values()].find((known) => known?.bundle.hash.startsWith(hashStart)),
    replan: (next) => {
      pushes = next;
      for (const { fault, fromMs, untilMs } of next)
        for (const atMs of [fromMs, untilMs])
          if (atMs >= clock.nowMs() && atMs !== Number.POSITIVE_INFINITY)
            clock.schedule(atMs, `push/${fault.id}`, settle);
    },
    subscribe(onNews) {
      listeners.add(onNews);
      return () => void listeners.delete(onNews);
    },
  };
}
