import { asksOf } from "./asks-of.ts";
import { resolveModel } from "./candidate-facts.ts";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const capabilityKept: Invariant = defineInvariant(
  "capability-kept",
  "No call goes to a model that lacks a capability or the context that the request needs.",
  ({ bundles, events }, report) => {
    const asks = asksOf(events);
    for (const event of events) {
      if (event.type !== "attempt-started") continue;
      const { askId, model: id, bundle } = event;
      const ask = asks.get(askId);
      const catalog = bundles[bundle]?.catalog;
      const model = catalog === undefined ? undefined : resolveModel(catalog, id);
      if (ask === undefined || model === undefined) continue;
      const offered: readonly string[] = model.capabilities ?? [];
      const missing = ask.capabilities.filter((name) => !offered.includes(name));
      if (missing.length > 0) report(`It needs ${missing.join(", ")}; ${id} has no such.`, askId);
      const contextTokens = model.contextTokens ?? Infinity;
      if (ask.contextTokens > contextTokens)
        report(`It has ${ask.contextTokens} tokens; ${id} takes ${contextTokens} at most.`, askId);
    }
  },
);
