import type { AskReceivedEvent, RejectionCode } from "@switchyard/contract";
import { asksOf } from "./asks-of.ts";
import { defineInvariant, type Invariant } from "./invariant.ts";

/** Rejections that follow from the bundle and the request alone, not from live state or prices. */
const SETTLED: ReadonlySet<RejectionCode> = new Set([
  "lifecycle-not-allowed",
  "risk-not-approved",
  "retention-required",
  "provider-denied",
  "residency-not-allowed",
  "capability-missing",
  "context-too-small",
  "quality-below-floor",
  "quality-unmeasured",
  "intent-not-on-rung",
]);

export const noSilentDrift: Invariant = defineInvariant(
  "no-silent-drift",
  "Under one policy, like requests have one route, and each candidate is barred for like reasons.",
  ({ events }, report) => {
    const asks = asksOf(events);
    const known = new Map<string, string>();
    for (const event of events) {
      if (event.type !== "route-decided") continue;
      const ask = asks.get(event.askId);
      if (ask === undefined) continue;
      const barred = Object.entries(event.rejected)
        .map(([endpoint, codes]) => `${endpoint} ${codes.filter((code) => SETTLED.has(code))}`)
        .filter((line) => !line.endsWith(" "));
      for (const [key, outcome] of [
        [classOf(ask), event.route],
        [`${classOf(ask)} ${event.rung}`, barred.sort().join("; ")],
      ] as const) {
        const before = known.get(key) ?? outcome;
        known.set(key, before);
        if (before !== outcome)
          report(`Like requests were decided "${before}", and now "${outcome}".`, event.askId);
      }
    }
  },
);

function classOf(ask: AskReceivedEvent): string {
  const { bundle, intent, risk, segment, locale, residency, slaMs, contextTokens } = ask;
  const judges = ask.judgesAskId !== undefined;
  const parts = [bundle, intent, risk, segment, locale, residency, slaMs, contextTokens, judges];
  return JSON.stringify([...parts, ask.workload, ask.capabilities]);
}
