import type { SwitchyardEvent } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import type { AskRecord, Trace } from "./trace.ts";

/**
 * A trace of recorded events.
 *
 * @param bundles every bundle that was in force while they were recorded
 * @param asks what the callers saw, by ask id. Default: not known
 */
export function traceOf(
  bundles: readonly LoadedBundle[],
  events: readonly SwitchyardEvent[],
  asks: Readonly<Record<string, AskRecord>> = {},
): Trace {
  const byHash = bundles.map(({ bundle, policy, catalog }) => [
    bundle.hash.slice(0, 12),
    { policy: policy.document, catalog: catalog.document },
  ]);
  return { bundles: Object.fromEntries(byHash), events, asks };
}
