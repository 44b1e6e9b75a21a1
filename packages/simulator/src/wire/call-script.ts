import type { CallTraffic } from "../faults/fault-target.ts";
import type { ConversationScript } from "../workload/conversation.ts";

/** What a workload means a call's answer to be, before faults and limits. */
export interface CallScript {
  readonly inputTokens: number;
  /** Part of `inputTokens` that the provider reads from its cache. Default: 0. */
  readonly cachedInputTokens?: number;
  /** What the model would write without a limit, reasoning included. */
  readonly outputTokens: number;
  /** Part of `outputTokens` spent on reasoning. Default: 0. */
  readonly reasoningTokens?: number;
  /** The ask is the last turn of a conversation, whose whole input is `inputTokens`. */
  readonly conversation?: ConversationScript;
  /** Absent: not known. */
  readonly traffic?: CallTraffic;
  /** True quality of the answer, 0 to 1. */
  readonly quality: number;
  /** Default: filler as long as `outputTokens`. */
  readonly text?: string;
  /** The value of structured output. Default: one made for the request's schema. */
  readonly json?: unknown;
}
