import type { DecisionState } from "@switchyard/contract";
import { holdsInWords } from "../climb/search-rungs.ts";
import type { AskPorts } from "./perform-step.ts";

/** Live state as a request finds it that has made no call yet and has this long to its deadline. */
export function liveState(
  { clock, health, providers }: Pick<AskPorts, "clock" | "health" | "providers">,
  remainingMs: number,
): DecisionState {
  const nowMs = clock.nowMs();
  return {
    breakers: health.breakers(nowMs),
    held: holdsInWords(health.held(nowMs)),
    latencyMsP95: health.latencyMsP95(nowMs),
    attempts: {},
    absent: providers.absent,
    remainingMs,
  };
}
