/** What every event carries. */
export interface EventBase {
  /** Wall-clock milliseconds since 1970 (UTC), rounded to the microsecond. */
  readonly atMs: number;
  /** First 12 hex digits of the bundle hash in force. */
  readonly bundle: string;
  /** The journal writer that wrote it, unlike any other's name. Absent: no stamping writer did. */
  readonly process?: string;
  /** Its place among the events of that writer, from 0, without a gap unless events were lost. */
  readonly sequence?: number;
}

/** What every event of one ask carries. */
export interface AskEventBase extends EventBase {
  readonly askId: string;
}
