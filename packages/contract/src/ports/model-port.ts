import type { ModelCall, ModelResult } from "../request/model-call.ts";

/** Every provider behind one contract. */
export interface ModelPort {
  /**
   * Endpoints of the catalogue that cannot be called here (no key, no URL), by endpoint id, with
   * the cause and the way out in words. Fixed for the port's life.
   */
  readonly absent: Readonly<Record<string, string>>;
  /** Makes one call. Never retries; never throws for what a provider or a network does. */
  generate(call: ModelCall): Promise<ModelResult>;
}
