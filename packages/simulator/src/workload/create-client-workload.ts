import type { Trace } from "../traces/trace.ts";
import type { ClosedArrivals } from "./arrivals.ts";
import { createWorkload, type Workload, type WorkloadOptions } from "./create-workload.ts";

/** Tasks of all users together, at most; then they ask no more. */
const TASKS_MAX = 1_000_000;

export interface ClientWorkloadOptions extends Pick<
  WorkloadOptions,
  "bundle" | "mix" | "rng" | "conversations" | "streamShare"
> {
  readonly users: ClosedArrivals;
  /** Where the sizes come from, one after the other, again and again. */
  readonly trace: Trace;
  readonly durationMs: number;
  /** At most so many asks, re-asks among them. Default: no limit. */
  readonly requests?: number;
}

/**
 * What users ask who wait for their answers: tasks, numbered as they begin. Equal numbers are equal
 * tasks, whoever comes to ask for them and when.
 */
export function createClientWorkload(options: ClientWorkloadOptions): Workload {
  const { users, trace, durationMs, requests: asksMax = Infinity, ...rest } = options;
  const { patienceMs } = users;
  const rows = trace.rows.map(({ inputTokens, outputTokens }) => ({
    atMs: 0,
    inputTokens,
    outputTokens,
  }));
  const timeless = { ...trace, rows };
  const tasks = createWorkload({ ...rest, trace: timeless, requests: TASKS_MAX, repeats: true });
  return {
    requests: 0,
    durationMs,
    clients: { ...users, asksMax, rng: rest.rng.fork("users") },
    at(index) {
      const request = tasks.at(index);
      if (request === undefined || patienceMs === undefined) return request;
      return { ...request, abortAfterMs: patienceMs };
    },
    askAt: tasks.askAt,
  };
}
