import type { ModelCall } from "@switchyard/contract";
import { NO_FAULTS, type FaultVerdict } from "../faults/create-fault-engine.ts";
import type { AppliedFault } from "../faults/fault-effect.ts";
import type { SimulatedFetchOptions } from "../wire/create-simulated-fetch.ts";
import { scriptAsHeard } from "../wire/wire-order.ts";
import { playedEndpoints } from "./played-endpoint.ts";
import { playableEffects, type PlayedOrder } from "./played-order.ts";
import { readModelRequest } from "./read-model-request.ts";
import type { SentSchemas } from "./sent-schemas.ts";

interface OrderOptions extends SimulatedFetchOptions {
  readonly schemas: SentSchemas;
  /** Takes what was decided of calls that are not played, by attempt id. */
  readonly verdicts: Map<string, FaultVerdict>;
}

/**
 * Reads calls and decides their faults, each once.
 *
 * @returns undefined for a call that has to go over the wire
 */
export function createOrders(
  options: OrderOptions,
): (call: ModelCall, isStream: boolean) => PlayedOrder | undefined {
  const { catalog, clock, env, faults, script = () => undefined, schemas, verdicts } = options;
  const endpoints = playedEndpoints(catalog, env);
  const rng = options.rng.fork("wire");
  // Only a wire knows how many bytes a request has.
  const isBySize = faults?.faults.some(({ type }) => type === "http.payload-too-large") ?? false;

  return (call, isStream) => {
    const endpoint = endpoints.get(call.endpoint);
    const scripted = script(call.attemptId);
    if (endpoint === undefined || scripted === undefined || isBySize || call.signal.aborted)
      return undefined;
    const request = readModelRequest(call, endpoint, isStream, schemas);
    if (request === undefined) return undefined;
    const told = scripted.conversation === undefined ? "" : JSON.stringify(call.request.messages);
    const heard = scriptAsHeard(scripted, told);
    if (heard.inputTokens > endpoint.model.contextTokens) return undefined;
    const { attemptId, provider } = call;
    const { model, region } = endpoint;
    const verdict =
      faults?.decide({
        attemptId,
        provider,
        model: model.id,
        region,
        atMs: clock.nowMs(),
        inputTokens: heard.inputTokens,
        ...(heard.traffic !== undefined && { traffic: heard.traffic }),
      }) ?? NO_FAULTS;
    const effects = playableEffects(verdict);
    if (effects === undefined) {
      verdicts.set(attemptId, verdict);
      return undefined;
    }
    return {
      call,
      endpoint,
      request,
      script: heard,
      verdict,
      effects,
      rng: rng.fork(attemptId),
      served: {
        faults: verdict.applied.filter(isEarly).map(({ fault }) => fault),
        status: "none",
        quality: null,
      },
    };
  };
}

/** Whether a fault takes effect before there is an answer. */
function isEarly({ effect }: AppliedFault): boolean {
  return effect.stage !== "body" && effect.stage !== "stream";
}
