import type { Model, Rng } from "@switchyard/contract";
import type { ServiceQueues } from "../faults/capacity/create-service-queues.ts";
import { NO_FAULTS, type FaultEngine, type FaultVerdict } from "../faults/create-fault-engine.ts";
import { groupEffects, type EffectGroups } from "../faults/group-effects.ts";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import { hearConversation } from "../workload/conversation.ts";
import type { CallScript } from "./call-script.ts";
import type { WireRequest } from "./dialect.ts";
import { findModel } from "./find-model.ts";
import { tokensOfChars } from "./filler-text.ts";
import { parseObject, type JsonObject } from "./json-fields.ts";
import type { SimulatedEndpoint } from "./simulated-endpoints.ts";

/** What the provider did with a call, filled in on the way. */
export interface Served {
  /** Ids of the faults that took effect, in the order applied. */
  faults: readonly string[];
  status: number | "reset" | "none";
  quality: number | null;
  /** What the provider charges, where it is not what the answer tells. */
  invoiceMicroUsd?: number;
}

/** One call as it reaches a provider's server. */
export interface WireCall {
  readonly attemptId: string;
  readonly endpoint: SimulatedEndpoint;
  readonly modelInPath: string | undefined;
  /** Method, URL and headers. */
  readonly request: Request;
  /** The body. */
  readonly text: string;
  readonly signal: AbortSignal | undefined;
  readonly served: Served;
}

/** The world that serves calls. */
export interface WireWorld {
  readonly clock: VirtualClock;
  readonly rng: Rng;
  readonly faults: FaultEngine | undefined;
  readonly queues: ServiceQueues;
  readonly script: (attemptId: string) => CallScript | undefined;
  readonly onRead: (attemptId: string, request: WireRequest) => void;
}

/** A call, read and looked up, with the faults that it meets. */
export interface WireOrder {
  readonly call: WireCall;
  /** Undefined: the body was no JSON object. */
  readonly body: JsonObject | undefined;
  readonly request: WireRequest;
  /** The model asked for; undefined: the endpoint serves no such model. */
  readonly model: Model | undefined;
  /** The model that answers: the same, but for a fault. */
  readonly server: Model | undefined;
  readonly script: CallScript | undefined;
  /** Tokens of the request: the script's, else by its length. */
  readonly inputTokens: number;
  readonly verdict: FaultVerdict;
  readonly effects: EffectGroups;
  /** The call's own stream. */
  readonly rng: Rng;
}

/**
 * Quality of an answer that lacks what it hangs on, at most: below what is useful. An assumption.
 */
const FORGETFUL_QUALITY = 0.3;

/** A call of a conversation is billed by the turns it has, and answered as well as they allow. */
export function scriptAsHeard(script: CallScript, body: string): CallScript {
  if (script.conversation === undefined) return script;
  const { share, isEnough } = hearConversation(body, script.conversation);
  return {
    ...script,
    inputTokens: Math.ceil(script.inputTokens * share),
    quality: isEnough ? script.quality : Math.min(script.quality, FORGETFUL_QUALITY),
  };
}

/** The model that a fault puts in the place of the one asked for. */
function serverOf({ models }: SimulatedEndpoint, { body }: EffectGroups): Model | undefined {
  const swap = body.find((effect) => effect.how === "wrong-model");
  return swap && [...models.values()].flat().find(({ id }) => id === swap.serves);
}

/** Reads a call and decides its faults; the only place that asks the engine. */
export function readOrder(call: WireCall, world: WireWorld): WireOrder {
  const { attemptId, endpoint, text } = call;
  const body = parseObject(text);
  const request = endpoint.dialect.read(body ?? {}, call.modelInPath);
  world.onRead(attemptId, request);
  const model = findModel(endpoint, request);
  const meant = world.script(attemptId);
  const script = meant && scriptAsHeard(meant, text);
  const inputTokens = script?.inputTokens ?? tokensOfChars(text.length);
  const verdict =
    world.faults?.decide({
      attemptId,
      provider: endpoint.provider,
      model: model?.id ?? `${endpoint.provider}/${request.wireName}`,
      region: endpoint.region,
      atMs: world.clock.nowMs(),
      inputTokens,
      bytes: text.length,
      ...(script?.traffic !== undefined && { traffic: script.traffic }),
    }) ?? NO_FAULTS;
  const effects = groupEffects(verdict.applied);
  return {
    call,
    body,
    request,
    model,
    server: serverOf(endpoint, effects) ?? model,
    script,
    inputTokens,
    verdict,
    effects,
    rng: world.rng.fork(attemptId),
  };
}
