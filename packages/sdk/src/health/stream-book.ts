import type { TimedSpan } from "@switchyard/contract";
import type { CallEnd } from "./breaker.ts";
import { createLatencyBook } from "./latency-book.ts";

/** How an answer came that was passed on as it came. */
export interface StreamTimes {
  /** Until its first part, shown or not, in milliseconds. Absent: none came. */
  readonly firstTokenMs?: number;
  /** The longest time after that in which nothing came, to the call's end. 0: no first part came. */
  readonly silenceMs: number;
}

/** Observed p95 of an endpoint's streams, in levels. Absent: of too few streams. */
export interface ObservedStreams {
  readonly firstTokenMsP95?: number;
  readonly silenceMsP95?: number;
}

/** What of a stream is timed. */
type StreamSpan = Exclude<TimedSpan, "answer">;

/** How the streams of all endpoints come. */
export interface StreamBook {
  /**
   * Counts a stream that ended. A first part counts, however the call went on; that none came, and
   * the silence of a call that failed, only where it lasted longer than the p95: it is the least
   * that there would have been, and the caller may have set the limit.
   */
  add(endpoint: string, times: StreamTimes, end: CallEnd, nowMs: number): void;
  /** Counts a stream of another process, which has counted it. */
  hear(span: StreamSpan, endpoint: string, latencyMs: number, nowMs: number): void;
  read(endpoint: string, nowMs: number): ObservedStreams;
  /** Forgets every endpoint but these. */
  keep(endpoints: ReadonlySet<string>): void;
}

/**
 * A book without streams. It grows by one entry for each endpoint that streamed.
 *
 * @param onCount told of each stream of this process that counts
 */
export function createStreamBook(
  onCount: (span: StreamSpan, endpoint: string, latencyMs: number) => void = () => {},
): StreamBook {
  const firstTokens = createLatencyBook((...call) => onCount("first-token", ...call));
  const silences = createLatencyBook((...call) => onCount("silence", ...call));
  return {
    hear: (span, ...call) => (span === "silence" ? silences : firstTokens).hear(...call),
    add: (endpoint, { firstTokenMs, silenceMs }, { verdict, durationMs }, nowMs) => {
      if (firstTokenMs === undefined) {
        firstTokens.add(endpoint, lasted(false, durationMs), nowMs);
        return;
      }
      firstTokens.add(endpoint, lasted(true, firstTokenMs), nowMs);
      silences.add(endpoint, lasted(verdict === "passed", silenceMs), nowMs);
    },
    read: (endpoint, nowMs) => {
      const firstTokenMsP95 = firstTokens.read(nowMs)[endpoint];
      const silenceMsP95 = silences.read(nowMs)[endpoint];
      return {
        ...(firstTokenMsP95 !== undefined && { firstTokenMsP95 }),
        ...(silenceMsP95 !== undefined && { silenceMsP95 }),
      };
    },
    keep: (endpoints) => {
      firstTokens.keep(endpoints);
      silences.keep(endpoints);
    },
  };
}

function lasted(isTold: boolean, durationMs: number): CallEnd {
  return isTold
    ? { verdict: "passed", reason: "ok", durationMs }
    : { verdict: "failed", reason: "cut short", durationMs };
}
