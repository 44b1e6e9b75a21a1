import type { SwitchyardEvent } from "@switchyard/contract";
import { providerOf } from "./provider-of.ts";
import { changeBreaker, endCall, startCall, withoutAbsent } from "./provider-view.ts";
import type { ProviderView } from "./provider-view.ts";
import { RUN_CELLS, type ViewModel } from "./view-model.ts";

/** Calls and breakers, by provider. */
export function reduceProviders(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "policy-loaded": {
      const known = Object.entries(model.providers);
      const present = known.map(([id, view]) => [id, withoutAbsent(view, event.absent)]);
      return { ...model, providers: Object.fromEntries(present) };
    }
    case "attempt-started":
      return change(model, event.provider, (provider) =>
        startCall(provider, event, cellAt(model, event.atMs)),
      );
    case "attempt-ended":
      return change(model, event.provider, (provider) => endCall(provider, event));
    case "breaker-changed":
      return change(model, providerOf(event.endpoint), (provider) =>
        changeBreaker(provider, event),
      );
    default:
      return model;
  }
}

function change(
  model: ViewModel,
  id: string,
  next: (provider: ProviderView) => ProviderView,
): ViewModel {
  const provider = model.providers[id];
  if (provider === undefined) return model;
  return { ...model, providers: { ...model.providers, [id]: next(provider) } };
}

/** The cell of the run an instant falls in; what comes after the planned end is in the last. */
function cellAt({ startedAtMs, durationMs }: ViewModel, atMs: number): number {
  const cell = Math.floor(((atMs - startedAtMs) / Math.max(1, durationMs)) * RUN_CELLS);
  return Math.min(RUN_CELLS - 1, Math.max(0, cell));
}
