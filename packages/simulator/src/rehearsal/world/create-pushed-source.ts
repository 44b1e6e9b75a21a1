import type { Bundle, PolicyNews, PolicySource } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import { changeBundle } from "../../scenario/change-bundle.ts";
import type { VirtualClock } from "../../time/create-virtual-clock.ts";
import type { FaultStage, LiveFault } from "./live-fault.ts";

export type LivePush = LiveFault<"policy.push">;

/** A source of policies that pushes a change when a fault begins, and the old one when it ends. */
export function createPushedSource(
  loaded: LoadedBundle,
  pushes: readonly LivePush[],
  clock: Pick<VirtualClock, "schedule">,
  { onHit }: FaultStage,
): PolicySource {
  const listeners = new Set<(news: PolicyNews) => void>();
  let current: Bundle = loaded.bundle;
  const tell = (news: PolicyNews): void => {
    if (news.kind === "bundle") current = news.bundle;
    for (const listener of listeners) listener(news);
  };
  for (const { fault, fromMs, untilMs } of pushes) {
    clock.schedule(fromMs, `push/${fault.id}`, () => {
      onHit(fault.id);
      tell(newsOf(loaded, fault));
    });
    if (untilMs === Number.POSITIVE_INFINITY) continue;
    const cause = `rolled back after ${fault.id}`;
    clock.schedule(untilMs, `push/${fault.id}`, () =>
      tell({ kind: "bundle", bundle: loaded.bundle, cause }),
    );
  }
  return {
    name: "rehearsal",
    get current() {
      return current;
    },
    subscribe(onNews) {
      listeners.add(onNews);
      return () => void listeners.delete(onNews);
    },
  };
}

function newsOf(loaded: LoadedBundle, { id, set }: LivePush["fault"]): PolicyNews {
  const cause = `pushed by ${id}`;
  try {
    return { kind: "bundle", bundle: changeBundle(loaded, set).bundle, cause };
  } catch (error) {
    return { kind: "refused", error, cause };
  }
}
