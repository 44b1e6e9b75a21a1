import type { SwitchyardEvent } from "@switchyard/contract";

/** From when, and before when, asks were received, in milliseconds since 1970. */
export interface Period {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** Asks that are remembered while their end has not been seen, inside and outside each. */
const OPEN_ASKS_MAX = 100_000;

/**
 * The events of the asks that were received within a period, whenever they ended, and feedback
 * from its beginning on. Of asks whose receipt is not there, what happened within it. And the
 * policies that came into force until its end.
 */
export async function* asksBetween(
  events: AsyncIterable<SwitchyardEvent>,
  { sinceMs, untilMs }: Period,
): AsyncGenerator<SwitchyardEvent> {
  const inside = new Set<string>();
  const outside = new Set<string>();
  for await (const event of events) {
    const isWithin = event.atMs >= sinceMs && event.atMs < untilMs;
    if (event.type === "policy-loaded" || event.type === "policy-swapped") {
      if (event.atMs < untilMs) yield event;
      continue;
    }
    if (event.type === "feedback-received") {
      if (event.atMs >= sinceMs) yield event;
      continue;
    }
    if (!("askId" in event)) continue;
    const { askId } = event;
    if (event.type === "ask-received") remember(isWithin ? inside : outside, askId);
    if (inside.has(askId) || (isWithin && !outside.has(askId))) yield event;
    if (event.type === "ask-answered" || event.type === "ask-failed") {
      inside.delete(askId);
      outside.delete(askId);
    }
  }
}

function remember(asks: Set<string>, askId: string): void {
  asks.add(askId);
  const [oldest] = asks;
  if (asks.size > OPEN_ASKS_MAX && oldest !== undefined) asks.delete(oldest);
}
