import type { Bundle, Rng } from "@switchyard/contract";
import { faultTimes } from "../faults/fault-times.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { loadTrace } from "../traces/load-trace.ts";
import type { Trace } from "../traces/trace.ts";
import type { OpenArrivals } from "../workload/arrivals.ts";
import { createClientWorkload } from "../workload/create-client-workload.ts";
import { createListedWorkload } from "../workload/create-listed-workload.ts";
import { createWorkload, type Workload } from "../workload/create-workload.ts";
import { deriveMix } from "../workload/derive-mix.ts";
import { drawArrivals, type ArrivalSpan } from "../workload/draw-arrivals.ts";
import type { Mix } from "../workload/traffic-class.ts";
import type { Surge } from "../workload/with-surge.ts";

/** Who asks for what, and when. */
export interface Traffic {
  readonly mix: Mix;
  readonly workload: Workload;
}

/**
 * Plans a scenario's traffic: listed ask by ask, drawn over a trace or over arrivals of a model, or
 * left to users who wait for their answers.
 *
 * @param requests as many, in place of the scenario's duration; of users, at most as many
 */
export function planTraffic(
  bundle: Bundle,
  scenario: Scenario,
  rng: Rng,
  requests: number | undefined,
): Traffic {
  const { workload: written, mix: overrides, startAtMs, locate } = scenario;
  if (written.trace === undefined) return planListed(bundle, scenario, rng, requests);
  const mix = deriveMix(bundle, { overrides, locate, epochMs: startAtMs });
  const { durationMs = Infinity, arrivals, speed, conversations, streamShare } = written;
  const requestsMax = requests ?? written.requests;
  const drawn = {
    bundle,
    mix,
    rng,
    streamShare,
    ...(conversations !== undefined && { conversations }),
    ...(requestsMax !== undefined && { requests: requestsMax }),
  };
  const sizes = loadTrace(written.trace);
  if (arrivals?.model === "closed") {
    const options = { ...drawn, users: arrivals, trace: sizes, durationMs };
    return { mix, workload: createClientWorkload(options) };
  }
  const span = { startAtMs, ...(requests === undefined ? { durationMs } : { requests }) };
  const trace =
    arrivals === undefined ? sizes : arriving(sizes, arrivals, rng.fork("arrivals"), span);
  const surges = [...(written.surge === undefined ? [] : [written.surge]), ...surgesOf(scenario)];
  const workload = createWorkload({
    ...drawn,
    trace,
    speed,
    surges,
    ...(requests !== undefined && { repeats: true }),
    ...(requests === undefined && durationMs !== Infinity && { durationMs }),
  });
  const { length } = trace.rows;
  if (surges.length > 0 || (requests ?? 0) <= length) return { mix, workload };
  const repetition = `The trace has ${length} requests and begins anew after them.`;
  return { mix: withNotice(mix, repetition), workload };
}

function planListed(
  bundle: Bundle,
  { workload: { asks = [] }, startAtMs }: Scenario,
  rng: Rng,
  requests: number | undefined,
): Traffic {
  const { mix, workload } = createListedWorkload(bundle, asks, rng, startAtMs, requests);
  const missing = (requests ?? 0) - workload.requests;
  if (missing <= 0) return { mix, workload };
  const shortage = `The scenario lists ${workload.requests} asks, ${missing} fewer than asked for.`;
  return { mix: withNotice(mix, shortage), workload };
}

/** The sizes of a trace at the instants of a model. */
function arriving(sizes: Trace, arrivals: OpenArrivals, rng: Rng, span: ArrivalSpan): Trace {
  const { rows } = sizes;
  const instants = drawArrivals(arrivals, rng, span);
  return {
    ...sizes,
    rows: instants.map((atMs, index) => {
      const { inputTokens = 1, outputTokens = 1 } = rows[index % rows.length] ?? {};
      return { atMs, inputTokens, outputTokens };
    }),
  };
}

/** Faults that are more asks. */
function surgesOf({ faults }: Scenario): readonly Surge[] {
  const times = faultTimes(faults);
  return faults.flatMap((fault, index) => {
    const when = times[index];
    return fault.type === "load.surge" && when ? [{ times: fault.times, ...when }] : [];
  });
}

function withNotice(mix: Mix, notice: string): Mix {
  return { ...mix, notices: [notice, ...mix.notices] };
}
