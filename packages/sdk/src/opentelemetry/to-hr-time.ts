import type { HrTime } from "@opentelemetry/api";

/**
 * An event's instant as OpenTelemetry counts it: seconds since 1970, and nanoseconds of the second.
 * Events are exact to the microsecond, so that is kept and a float's further digits are not. A bare
 * number would not do: a small one, of a clock that begins at zero, is read as a monotonic instant.
 */
export function toHrTime(atMs: number): HrTime {
  const seconds = Math.floor(atMs / 1_000);
  const microseconds = Math.round((atMs - seconds * 1_000) * 1_000);
  return microseconds === 1_000_000 ? [seconds + 1, 0] : [seconds, microseconds * 1_000];
}
