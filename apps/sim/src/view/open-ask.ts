import type { AttemptEndedEvent, AttemptStartedEvent } from "@switchyard/contract";

/** What must be remembered of an ask until it ends. */
export interface OpenAsk {
  readonly route: string;
  readonly usedFallback: boolean;
  /** The last failed attempt: what a fallback is blamed on. */
  readonly failure?: { readonly provider: string; readonly outcome: string };
}

/** What must be remembered of an attempt until its hold ends. */
export interface OpenHold {
  readonly amountMicroUsd: number;
  readonly budgets: readonly string[];
}

export function withAttempt(ask: OpenAsk, event: AttemptStartedEvent): OpenAsk {
  return event.kind === "fallback" ? { ...ask, usedFallback: true } : ask;
}

export function withFailure(ask: OpenAsk, event: AttemptEndedEvent): OpenAsk {
  const { provider, outcome } = event;
  return outcome === "ok" || outcome === "outrun"
    ? ask
    : { ...ask, failure: { provider, outcome } };
}
