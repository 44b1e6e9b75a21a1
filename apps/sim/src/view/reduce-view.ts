import type { SwitchyardEvent } from "@switchyard/contract";
import { addNotable } from "./notable.ts";
import { alertsBetween, notableOf } from "./notable-of.ts";
import { reduceAsks } from "./reduce-asks.ts";
import { reduceMoney } from "./reduce-money.ts";
import { reduceProviders } from "./reduce-providers.ts";
import { reduceRun } from "./reduce-run.ts";
import type { ViewModel } from "./view-model.ts";

const REDUCERS = [reduceRun, reduceProviders, reduceAsks, reduceMoney] as const;

/** The model after one more event. Pure: the same events give the same model. */
export function reduceView(before: ViewModel, event: SwitchyardEvent): ViewModel {
  const nowAtMs = Math.max(before.nowAtMs, event.atMs);
  const timed = nowAtMs === before.nowAtMs ? before : { ...before, nowAtMs };
  const after = REDUCERS.reduce((model, reduce) => reduce(model, event), timed);
  const lines = [notableOf(before, event), ...alertsBetween(before, after)];
  const notables = lines.reduce(
    (kept, line) => (line === undefined ? kept : addNotable(kept, line)),
    after.notables,
  );
  return notables === after.notables ? after : { ...after, notables };
}
