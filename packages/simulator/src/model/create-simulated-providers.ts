import type { Clock, ModelPort } from "@switchyard/contract";
import { createProviders } from "@switchyard/providers";
import {
  createSimulatedFetch,
  type SimulatedFetchOptions,
} from "../wire/create-simulated-fetch.ts";

export interface SimulatedProvidersOptions extends SimulatedFetchOptions {
  /** The clock of the process that reads the answers. Default: `clock`, which providers go by. */
  readonly readerClock?: Pick<Clock, "epochMs" | "nowMs">;
}

/** Every provider of the catalogue over the simulated wire, read by the adapters of production. */
export function createSimulatedProviders(options: SimulatedProvidersOptions): ModelPort {
  const { catalog, env, readerClock = options.clock } = options;
  const { epochMs, nowMs } = readerClock;
  const fetch = createSimulatedFetch(options);
  return createProviders({ catalog, env, fetch, epochMs, nowMs });
}
