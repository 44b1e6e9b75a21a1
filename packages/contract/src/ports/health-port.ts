/** Of which endpoint a word is. */
interface EndpointWord {
  readonly endpoint: string;
}

/** How long something still holds, in milliseconds. A duration, because clocks differ. */
interface LastingWord extends EndpointWord {
  readonly leftMs: number;
}

/** What a process tells of an endpoint's breaker. */
export type BreakerWord =
  | (LastingWord & { readonly kind: "opened"; readonly cause: string })
  /** Its probes passed. */
  | (EndpointWord & { readonly kind: "closed"; readonly cause: string });

/** What stands until it is over or taken back. */
export type StandingWord =
  | BreakerWord
  /** A rate limit is used up. */
  | (LastingWord & { readonly kind: "held" });

/** What of a call was timed: all of it, until its first part, or the longest silence after that. */
export const TIMED_SPANS = ["answer", "first-token", "silence"] as const;
export type TimedSpan = (typeof TIMED_SPANS)[number];

/** How long calls took. */
export interface LatencyWord extends EndpointWord {
  readonly kind: "took";
  readonly span: TimedSpan;
  /** One for each call, in whole milliseconds, rounded up. */
  readonly latenciesMs: readonly number[];
}

/** One thing that a process found out of an endpoint and others had better know. */
export type HealthWord = StandingWord | LatencyWord;

/** What one router wants to be told. Called at any time, but never by {@link HealthPort.join}. */
export interface HealthListener {
  /** What another process told, once. */
  onWord(word: HealthWord): void;
  /** Nothing is shared from now on, and why. */
  onLost(cause: string): void;
  /** It is shared again, and what was missed is made up for. */
  onBack(): void;
}

/** One router's part in what is shared. */
export interface HealthMember {
  /**
   * Tells the others. Waits for nothing and never throws. A later word of the same kind replaces
   * one that stands; those of how long calls took add up.
   */
  tell(word: HealthWord): void;
  /** Ends it: nothing is told and nothing heard any more. Idempotent. */
  leave(): void;
}

/** Where processes share what they find out of endpoints. */
export interface HealthPort {
  /** Nothing that it starts keeps the process alive. */
  join(listener: HealthListener): HealthMember;
}
