/** One call's work for a provider's servers. */
export interface ServiceJob {
  /** Orders events of one instant: the call's own name. */
  readonly key: string;
  /** Work until the caller can be answered, at full speed. */
  readonly workMs: number;
  /** Work after that, during which the server is still taken. */
  readonly holdMs: number;
  /** Aborts when the caller gives up. */
  readonly signal: AbortSignal | undefined;
}

/** What became of a job that was not given up. */
export type ServiceEnd =
  /** Time beyond the work itself. */
  | { readonly kind: "served"; readonly waitedMs: number }
  /** There was no place left, or the provider's gateway gave it up. */
  | { readonly kind: "full" | "late" };

/** So many servers, and those who wait for one. */
export interface ServiceQueue {
  /** Resolves when the work is done; rejects with the signal's reason when it is given up. */
  serve(job: ServiceJob): Promise<ServiceEnd>;
}
