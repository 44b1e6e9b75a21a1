import type { Plan } from "@switchyard/contract";
import type { Explanation } from "@switchyard/policy";
import { toMicroseconds } from "../events/event-emitter.ts";
import type { RungBook } from "./rung-book.ts";
import { lastResort } from "./without-closed.ts";

/** An explanation with the rungs that are closed to an ask of its plan. */
export function explainClosed(
  book: Pick<RungBook, "closed">,
  plan: Plan,
  explanation: Explanation,
  nowMs: number,
): Explanation {
  if (plan.route === null) return explanation;
  const kept = lastResort(plan)?.rung;
  const closed = book
    .closed(plan.route, nowMs)
    .filter(({ rung }) => rung !== kept)
    .map(({ rung, cause, forMs, leftMs }) => ({
      rung,
      cause,
      forMs: toMicroseconds(forMs),
      leftMs: toMicroseconds(leftMs),
    }));
  return closed.length === 0 ? explanation : { ...explanation, closed };
}
