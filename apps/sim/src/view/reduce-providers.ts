import type { SwitchyardEvent } from "@switchyard/contract";
import { providerOf } from "./provider-of.ts";
import {
  changeBreaker,
  createProviderView,
  endCall,
  startCall,
  withoutAbsent,
  withWiderCells,
  type ProviderView,
} from "./provider-view.ts";
import { chartMs, RUN_CELLS, type ViewModel } from "./view-model.ts";

/** More are not shown: a bound on what a broken journal can make of the screen. */
const PROVIDERS_MAX = 64;

/** Calls and breakers, by provider. */
export function reduceProviders(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "policy-loaded": {
      const known = Object.entries(model.providers);
      const present = known.map(([id, view]) => [id, withoutAbsent(view, event.absent)]);
      return { ...model, providers: Object.fromEntries(present) };
    }
    case "attempt-started": {
      const known = withProvider(withRoomAt(model, event.atMs), event.provider);
      return change(known, event.provider, (provider) =>
        startCall(provider, event, cellAt(known, event.atMs)),
      );
    }
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

/** A provider that no policy told of is learnt from its first call, as long as there is room. */
function withProvider(model: ViewModel, id: string): ViewModel {
  const { providers } = model;
  if (id in providers || Object.keys(providers).length >= PROVIDERS_MAX) return model;
  return { ...model, providers: { ...providers, [id]: createProviderView(id, []) } };
}

/** A run without a planned end goes on past its cells: each then stands for twice the time. */
function withRoomAt(model: ViewModel, atMs: number): ViewModel {
  if (model.durationMs > 0 || atMs - model.startedAtMs < chartMs(model)) return model;
  const wider = Object.entries(model.providers).map(([id, view]) => [id, withWiderCells(view)]);
  const providers = Object.fromEntries(wider);
  return withRoomAt({ ...model, providers, cellMs: model.cellMs * 2 }, atMs);
}

/** The cell of the run an instant falls in; what comes after the planned end is in the last. */
function cellAt({ startedAtMs, cellMs }: ViewModel, atMs: number): number {
  const cell = Math.floor((atMs - startedAtMs) / cellMs);
  return Math.min(RUN_CELLS - 1, Math.max(0, cell));
}
