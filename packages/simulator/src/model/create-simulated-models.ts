import type { ModelCall, ModelPort, ModelResult, ModelStreamPart } from "@switchyard/contract";
import type { FaultEngine, FaultVerdict } from "../faults/create-fault-engine.ts";
import { composeAnswer, type ComposedAnswer } from "../wire/compose-answer.ts";
import { createOrders } from "./create-orders.ts";
import {
  createSimulatedProviders,
  type SimulatedProvidersOptions,
} from "./create-simulated-providers.ts";
import { playCall } from "./play-call.ts";
import type { PlayedOrder } from "./played-order.ts";
import { createSentSchemas } from "./sent-schemas.ts";

/** Providers that are played, and whether a wire is at work in them. */
export interface SimulatedModels extends ModelPort {
  /** Calls that go over the simulated wire now. */
  callsOnWire(): number;
}

/**
 * Providers in this process: calls are played without bytes, and end as they would over the wire in
 * all that a router sees: instants, parts, results. One thing differs: of a call that is given up
 * `onServed` is told at the same instant, but before the router has gone on.
 *
 * What only bytes can tell goes over the simulated wire itself: bodies and streams that break,
 * refusals, keys that are refused or spent, forced tool calls, the first call of each schema and
 * model, and calls without a script.
 */
export function createSimulatedModels(options: SimulatedProvidersOptions): SimulatedModels {
  const { clock, readerClock = clock, faults, onServed } = options;
  const verdicts = new Map<string, FaultVerdict>();
  const onWire = new Map<string, ModelCall>();
  const schemas = createSentSchemas();
  const wire = createSimulatedProviders({
    ...options,
    onRead(attemptId, read) {
      const call = onWire.get(attemptId);
      if (call?.request.output !== undefined) schemas.learn(call.model, call.request.output, read);
    },
    ...(faults !== undefined && { faults: decidedOnce(faults, verdicts) }),
  });
  const orderOf = createOrders({ ...options, schemas, verdicts });
  const overWire = async (
    call: ModelCall,
    send: () => Promise<ModelResult>,
  ): Promise<ModelResult> => {
    onWire.set(call.attemptId, call);
    try {
      return await send();
    } finally {
      onWire.delete(call.attemptId);
      verdicts.delete(call.attemptId);
    }
  };
  const world = {
    clock,
    readAtMs: readerClock.epochMs,
    onServed: ({ call: { attemptId }, served }: PlayedOrder): void =>
      onServed?.({ attemptId, ...served }),
  };
  const perform = (
    call: ModelCall,
    send: () => Promise<ModelResult>,
    onPart?: (part: ModelStreamPart) => void,
  ): Promise<ModelResult> => {
    const order = orderOf(call, onPart !== undefined);
    if (order === undefined) return overWire(call, send);
    const answer = composeFor(order);
    if (answer.completion.text.trim() === "") {
      verdicts.set(call.attemptId, order.verdict);
      return overWire(call, send);
    }
    return playCall(order, answer, world, onPart);
  };
  return {
    absent: wire.absent,
    generate: (call) => perform(call, () => wire.generate(call)),
    stream: (call, onPart) => perform(call, () => wire.stream(call, onPart), onPart),
    callsOnWire: () => onWire.size,
  };
}

function composeFor({ request, endpoint, script, effects, rng }: PlayedOrder): ComposedAnswer {
  return composeAnswer({
    request,
    model: endpoint.model,
    inputTokensEstimated: script.inputTokens,
    script,
    effects: effects.body,
    isCold: false,
    rng: rng.fork("quality"),
  });
}

/** Windows count each call once, so a call that was decided is not decided again. */
function decidedOnce(
  faults: FaultEngine,
  verdicts: ReadonlyMap<string, FaultVerdict>,
): FaultEngine {
  return {
    faults: faults.faults,
    decide: (call) => verdicts.get(call.attemptId) ?? faults.decide(call),
  };
}
