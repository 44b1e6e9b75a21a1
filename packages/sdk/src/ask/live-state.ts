import type { DecisionState, ModelPort } from "@switchyard/contract";
import { holdsInWords } from "../climb/search-rungs.ts";
import type { AskPorts } from "./perform-step.ts";

/** What live state is read from. */
interface LiveSources extends Pick<AskPorts, "clock" | "health"> {
  readonly providers: Pick<ModelPort, "absent">;
}

/** Live state as a request finds it that has made no call yet and has this long to its deadline. */
export function liveState(
  { clock, health, providers }: LiveSources,
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
