import { strict as assert } from "node:assert";
import type { Ascent, Live } from "./ascent.ts";
import { awaitCalls, chooseHedge } from "./choose-hedge.ts";
import { chooseStep } from "./choose-step.ts";
import type { ClimbState, Denial } from "./climb-state.ts";
import { endFailure, endJudgements, endResponse } from "./end-call.ts";
import { startCall } from "./start-call.ts";
import type { Outcome, Turn } from "./step.ts";

/**
 * The whole course of an ask, one step at a time: reserve, call, judge, close the books, and then
 * a retry, another endpoint, another rung or the end. A call that is slow may be hedged: then two
 * are in flight, and the first good answer ends the ask and the other call. Pure: what it needs of
 * the world is in `outcome` and `live`.
 *
 * The first outcome is `begun`. After the step `finish` there is no next one.
 */
export function nextStep(ascent: Ascent, state: ClimbState, outcome: Outcome, live: Live): Turn {
  switch (outcome.kind) {
    case "begun":
    case "waited":
      return chooseStep(ascent, state, live);
    case "reserved":
      return startCall(ascent, state, live);
    case "denied":
      if (isHedging(state)) return awaitCalls(state);
      return chooseStep(ascent, withDenial(state, outcome.denial), live);
    case "crowded":
      if (isHedging(state)) return awaitCalls(state);
      return chooseStep(ascent, withCrowd(state), live);
    case "unanswered":
      return chooseHedge(ascent, state, live);
    case "responded":
      return endResponse(ascent, state, outcome, live);
    case "judged":
      return endJudgements(ascent, state, outcome);
    case "failed":
      return endFailure(ascent, state, outcome);
    case "closed":
      return afterClose(ascent, state, live);
    default:
      return outcome satisfies never;
  }
}

function isHedging({ current }: ClimbState): boolean {
  return current?.kind === "hedge";
}

/** Only cheaper calls are tried after a denial, so the room it tells falls with every further one. */
function withDenial(state: ClimbState, denial: Denial): ClimbState {
  const denials = { ...state.denials, [denial.budgetId]: denial };
  return { ...state, denials, current: undefined };
}

function withCrowd(state: ClimbState): ClimbState {
  const { current } = state;
  assert(current !== undefined, "No place came free for an attempt that was not asked for.");
  return { ...state, crowded: [...state.crowded, current.endpoint.id], current: undefined };
}

function afterClose(ascent: Ascent, state: ClimbState, live: Live): Turn {
  if (state.open.length > 0) return awaitCalls(state);
  if (state.ending === undefined) return chooseStep(ascent, state, live);
  return { state, entered: [], step: { kind: "finish", ending: state.ending } };
}
