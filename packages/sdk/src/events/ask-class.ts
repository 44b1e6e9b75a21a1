import type { AskClassEventBase, EventBase, RequestClass } from "@switchyard/contract";

/** Of which ask an event tells. */
type AskName = Pick<AskClassEventBase, "askId" | "taskId">;

/** What the events that begin an ask tell of it. */
export function askClass(
  { askId, taskId }: AskName,
  request: RequestClass,
): Omit<AskClassEventBase, keyof EventBase> {
  const { intent, risk, segment, locale, residency, slaMs, contextTokens } = request;
  return { askId, taskId, intent, risk, segment, locale, residency, slaMs, contextTokens };
}
