import type { AnswerJudgedEvent } from "@switchyard/contract";
import { defineInvariant, type Invariant } from "./invariant.ts";

export const gatesOnEveryAnswer: Invariant = defineInvariant(
  "gates-on-every-answer",
  "A model's answer went through the gates of its route, on a fallback and a lower rung too.",
  ({ bundles, events, asks = {} }, report) => {
    const judged = new Map<string, AnswerJudgedEvent>();
    const answering = new Map<string, { readonly attemptId: string; readonly streams: boolean }>();
    for (const event of events) {
      if (event.type === "answer-judged") judged.set(event.attemptId, event);
      if (event.type === "attempt-ended" && event.outcome === "ok")
        answering.set(`${event.askId} ${event.endpoint}`, {
          attemptId: event.attemptId,
          streams: event.firstTokenMs !== undefined,
        });
      if (event.type !== "ask-answered" || event.endpoint === undefined) continue;
      const { askId, route, endpoint, bundle } = event;
      const gates = bundles[bundle]?.policy.routes.find(({ id }) => id === route)?.gates ?? [];
      const attempt = answering.get(`${askId} ${endpoint}`);
      if (gates.length === 0 || attempt === undefined) continue;
      const verdict = judged.get(attempt.attemptId);
      if (verdict === undefined)
        report(`Attempt ${attempt.attemptId} answered, and no gate of ${route} saw it.`, askId);
      // A text that was shown as it came cannot be taken back; its answer says that it failed.
      else if (verdict.outcome === "failed" && !attempt.streams)
        report(`Attempt ${attempt.attemptId} failed ${verdict.failed} and was the answer.`, askId);
      const answer = asks[askId]?.answer;
      if (answer === undefined || attempt.streams) continue;
      if (gates.includes("non-empty") && answer.text.trim() === "" && answer.toolCalls.length === 0)
        report(`Its answer is empty, though ${route} has the gate non-empty.`, askId);
      if (gates.includes("not-truncated") && answer.finishReason === "length")
        report(`Its answer is cut off, though ${route} has the gate not-truncated.`, askId);
    }
  },
);
