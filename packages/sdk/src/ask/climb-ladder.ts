import { strict as assert } from "node:assert";
import type { Decision } from "@switchyard/contract";
import { rejectionCodes } from "@switchyard/policy";
import type { Ascent, Live } from "../climb/ascent.ts";
import { AT_THE_FOOT, type ClimbState, type Ending } from "../climb/climb-state.ts";
import { nextStep } from "../climb/next-step.ts";
import type { Outcome } from "../climb/step.ts";
import type { EventFacts } from "../events/event-emitter.ts";
import type { AskPorts, Performer } from "./perform-step.ts";

export interface Climbed {
  readonly state: ClimbState;
  readonly ending: Ending;
}

/** The loop: reads the world, takes the next step and performs it, until the ask has ended. */
export async function climbLadder(
  ascent: Ascent,
  ports: Pick<AskPorts, "clock" | "health" | "events">,
  performer: Performer,
  signal: AbortSignal | undefined,
): Promise<Climbed> {
  let state = AT_THE_FOOT;
  let outcome: Outcome = { kind: "begun" };
  for (let turns = turnsMax(ascent); turns > 0; turns -= 1) {
    const turn = nextStep(ascent, state, outcome, readLive(ports, performer.hasLanded(), signal));
    state = turn.state;
    for (const decision of turn.entered) {
      if (!isAborted(signal)) ports.events.emit(routeDecided(ascent, decision));
    }
    if (turn.step.kind === "finish") {
      // Whatever the turn before was told, an abort has the last word.
      const ending: Ending = isAborted(signal) ? { kind: "aborted" } : turn.step.ending;
      return { state, ending };
    }
    const performed = performer.perform(turn.step);
    outcome = performed instanceof Promise ? await performed : performed;
  }
  assert.fail(`Ask ${ascent.askId} did not end within the turns its plan allows.`);
}

function readLive(
  { clock, health }: Pick<AskPorts, "clock" | "health">,
  landed: boolean,
  signal: AbortSignal | undefined,
): Live {
  const nowMs = clock.nowMs();
  return {
    nowMs,
    epochMs: clock.epochMs(),
    breakers: health.breakers(nowMs),
    held: health.held(nowMs),
    latencyMsP95: health.latencyMsP95(nowMs),
    retriesRefused: health.retriesRefused,
    landed,
    aborted: isAborted(signal),
  };
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}

/**
 * Six turns for each call, two and more for each endpoint that may be full or denied and for each
 * hedge that may be, and the last.
 */
function turnsMax({ plan, policy, route }: Ascent): number {
  const places = plan.rungs.reduce((sum, { endpoints }) => sum + endpoints.length, 0);
  const hedges = route.hedge?.max ?? 0;
  return 6 * policy.defaults.attempts.max + (places + hedges) * (policy.budgets.length + 2) + 3;
}

function routeDecided({ askId, route }: Ascent, decision: Decision): EventFacts {
  return {
    type: "route-decided",
    askId,
    route: route.id,
    rung: decision.rung,
    endpoints: decision.endpoints.map(({ id }) => id),
    rejected: rejectionCodes(decision),
  };
}
