import type { Context, Span } from "@opentelemetry/api";
import type { AttemptStartedEvent } from "@switchyard/contract";

/** An attempt that has not ended. */
export interface OpenAttempt {
  readonly started: AttemptStartedEvent;
  readonly span: Span;
}

/** An ask that has not ended, or an attempt of which has not. */
export interface OpenAsk {
  readonly askId: string;
  readonly span: Span;
  /** The caller's context with the ask's span in it: the parent of its attempts. */
  readonly context: Context;
  /** The route that took it; undefined before its first decision. */
  route: string | undefined;
  hasEnded: boolean;
  /** By attempt id. Those of a hedge overlap. */
  readonly attempts: Map<string, OpenAttempt>;
}

/** Asks in flight, a bounded number of them. */
export interface OpenAsks {
  /** Asks in flight. */
  readonly size: number;
  find(askId: string): OpenAsk | undefined;
  open(askId: string, span: Span, context: Context): void;
  /** Lets an ask go that has ended, unless an attempt of it is still open. */
  settle(ask: OpenAsk): void;
}

/**
 * Asks in flight, none yet. One more than `max`, and the oldest is let go: its end was lost.
 *
 * @param max at least 1
 * @param onForgotten told of each ask that is let go before its end
 */
export function createOpenAsks(max: number, onForgotten: (ask: OpenAsk) => void): OpenAsks {
  const asks = new Map<string, OpenAsk>();
  return {
    get size() {
      return asks.size;
    },
    find: (askId) => asks.get(askId),
    open: (askId, span, context) => {
      asks.set(askId, {
        askId,
        span,
        context,
        route: undefined,
        hasEnded: false,
        attempts: new Map(),
      });
      if (asks.size <= max) return;
      const [oldest] = asks.values();
      if (oldest === undefined) return;
      asks.delete(oldest.askId);
      onForgotten(oldest);
    },
    settle: ({ askId, hasEnded, attempts }) => {
      if (hasEnded && attempts.size === 0) asks.delete(askId);
    },
  };
}
