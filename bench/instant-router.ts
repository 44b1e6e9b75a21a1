import type { EventSink } from "@switchyard/contract";
import { createRouter, openBundle, type Router } from "@switchyard/sdk";
import { INSTANT_MODELS } from "../packages/sdk/scripts/instant-models.ts";

/** A router over a provider that answers at once. */
export function createInstantRouter(sinks: readonly EventSink[]): Router {
  const policy = openBundle({ policy: "builtin/founding" });
  return createRouter({ policy, providers: INSTANT_MODELS, sinks });
}

/** Asks so many times, one after the other. */
export async function askInTurn(router: Router, asks: number): Promise<void> {
  const request = { intent: "faq", risk: "low", slaMs: 5_000, input: "Why is the sky blue?" };
  for (let ask = 0; ask < asks; ask += 1) await router.ask(request);
}
