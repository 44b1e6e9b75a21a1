import type { ModelPort } from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import {
  createSimulatedFetch,
  type SimulatedFetchOptions,
} from "../wire/create-simulated-fetch.ts";

/** Every provider of the catalogue over the simulated wire, read by the adapters of production. */
export function createSimulatedProviders(options: SimulatedFetchOptions): ModelPort {
  const { catalog, env, clock } = options;
  const fetch = createSimulatedFetch(options);
  return createProviders({ catalog, env, fetch, epochMs: clock.epochMs, nowMs: clock.nowMs });
}
