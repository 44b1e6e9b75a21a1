import { defineInvariant, type Invariant } from "./invariant.ts";

export const noCallAfterEnd: Invariant = defineInvariant(
  "no-call-after-end",
  "After its caller's abort or its end, an ask makes no further call.",
  ({ events, asks = {} }, report) => {
    const ended = new Set<string>();
    for (const event of events) {
      if (event.type === "ask-answered" || event.type === "ask-failed") ended.add(event.askId);
      if (event.type !== "attempt-started") continue;
      const { askId, attemptId, atMs } = event;
      if (ended.has(askId)) report(`Attempt ${attemptId} began after the end of its ask.`, askId);
      const abortedAtMs = asks[askId]?.abortedAtMs ?? Infinity;
      if (atMs > abortedAtMs) report(`Attempt ${attemptId} began after its abort.`, askId);
    }
  },
);
