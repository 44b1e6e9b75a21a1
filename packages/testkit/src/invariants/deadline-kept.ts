import { defineInvariant, type Invariant } from "./invariant.ts";

export const deadlineKept: Invariant = defineInvariant(
  "deadline-kept",
  "No caller waits longer than its `slaMs`, and no call is given time beyond it.",
  ({ events, asks = {} }, report) => {
    // Where the caller was watched, its own word counts.
    const waitMs = ({ askId, slaMs }: { readonly askId: string; readonly slaMs: number }): number =>
      asks[askId]?.request.slaMs ?? slaMs;
    const deadlineAtMs = new Map<string, number>();
    for (const event of events) {
      switch (event.type) {
        case "ask-received":
          deadlineAtMs.set(event.askId, event.atMs + waitMs(event));
          break;
        case "attempt-started": {
          const lateMs = event.atMs + event.timeoutMs - (deadlineAtMs.get(event.askId) ?? Infinity);
          if (lateMs > SLACK_MS)
            report(
              `Attempt ${event.attemptId} may last ${ms(lateMs)} past the deadline.`,
              event.askId,
            );
          break;
        }
        case "ask-answered":
          if (event.latencyMs > waitMs(event) + SLACK_MS)
            report(`It took ${ms(event.latencyMs)} of ${waitMs(event)} ms.`, event.askId);
          break;
        default:
      }
    }
  },
);

/** Instants are wall-clock floats rounded to the microsecond, so a sum of two may be 2 us off. */
const SLACK_MS = 0.002;

function ms(durationMs: number): string {
  return `${Math.round(durationMs * 1_000) / 1_000} ms`;
}
