import type { AskRequest } from "@switchyard/contract";
import { parseDurationMs } from "@switchyard/policy";
import { pickWeighted } from "../../chance/pick-weighted.ts";
import { hits, isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

/** A fault of how asks come. */
export type LiveTrafficFault = LiveFault<"classifier.drift" | "classifier.slow" | "load.surge">;

/** An ask as the application makes it. */
export interface CalledAsk {
  readonly request: AskRequest;
  /** What the application took before it asked. */
  readonly delayMs: number;
}

/** Makes asks out of requests: late, and of the wrong intent, where faults say so. */
export type Callers = (askId: string, request: AskRequest) => CalledAsk;

export function createCallers(faults: readonly LiveTrafficFault[], stage: FaultStage): Callers {
  return (askId, request) => {
    let called: CalledAsk = { request, delayMs: 0 };
    for (const live of faults) {
      if (!isOn(live, stage.nowMs()) || !hits(live, stage, askId)) continue;
      const next = distort(called, live, stage, askId);
      if (next !== called || live.fault.type === "load.surge") stage.onHit(live.fault.id);
      called = next;
    }
    return called;
  };
}

function distort(
  called: CalledAsk,
  { fault }: LiveTrafficFault,
  { rng }: FaultStage,
  askId: string,
): CalledAsk {
  const { request, delayMs } = called;
  switch (fault.type) {
    case "classifier.slow": {
      const addMs = parseDurationMs(fault.add);
      const slaMs = Math.max(1, request.slaMs - addMs);
      return { request: { ...request, slaMs }, delayMs: delayMs + addMs };
    }
    case "classifier.drift": {
      const weights = Object.entries(fault.confusion[request.intent] ?? {});
      if (weights.length === 0) return called;
      const intent = pickWeighted(rng.fork(`${fault.id}/intent/${askId}`), weights);
      return intent === request.intent ? called : { request: { ...request, intent }, delayMs };
    }
    case "load.surge":
      return called;
    default:
      return fault satisfies never;
  }
}
