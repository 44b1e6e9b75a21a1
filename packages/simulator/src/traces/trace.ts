/** One request of a recorded workload: when it came and how long it and its answer were. */
export interface TraceRow {
  /** Milliseconds after the first request, in microsecond precision. Never decreasing. */
  readonly atMs: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A recorded workload. It knows sizes and instants, not texts. */
export interface Trace {
  /** A shipped trace's name, or the file it was read from. */
  readonly name: string;
  /** In order of arrival; at least one, but for arrivals that are drawn. */
  readonly rows: readonly TraceRow[];
}
