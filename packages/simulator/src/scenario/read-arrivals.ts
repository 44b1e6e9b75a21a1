import type { DocumentIssue } from "@switchyard/contract";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import type { Arrivals } from "../workload/arrivals.ts";
import { ratePerMsMax } from "../workload/draw-arrivals.ts";
import type {
  ArrivalsDocument,
  OpenArrivalsDocument,
  SpreadDocument,
} from "./arrivals-document.ts";

/** Requests of a rehearsal, at most: drawn instants are kept. */
export const ARRIVALS_MAX = 1_000_000;

const UNITS_MS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };

/** Reads arrivals that were found well-formed. */
export function readArrivals(written: ArrivalsDocument): Arrivals {
  if (written.model === "open") return readOpen(written);
  const { users, think, patience, reasks } = written;
  return {
    model: "closed",
    users,
    think: readSpread(think),
    ...(patience !== undefined && { patienceMs: parseDurationMs(patience) }),
    reasksMax: reasks?.max ?? 0,
    reaskAfterMs: reasks === undefined ? 0 : parseDurationMs(reasks.after),
  };
}

function readOpen(written: OpenArrivalsDocument): Arrivals {
  const [amount = "", unit = ""] = written.rate.split("/");
  const base = { model: "open", ratePerMs: Number(amount) / (UNITS_MS[unit] ?? 1) } as const;
  switch (written.process) {
    case "poisson":
      return { ...base, process: "poisson" };
    case "diurnal": {
      const { process, amplitude, peakHour } = written;
      return { ...base, process, amplitude: parseShare(amplitude), peakHour };
    }
    case "bursty": {
      const { process, bursts } = written;
      const everyMs = parseDurationMs(bursts.every);
      const forMs = parseDurationMs(bursts.for);
      return { ...base, process, everyMs, forMs, times: bursts.times };
    }
    default:
      return written satisfies never;
  }
}

function readSpread(spread: SpreadDocument): { readonly msP50: number; readonly msP95: number } {
  const { p50, p95 } = typeof spread === "string" ? { p50: spread, p95: spread } : spread.lognormal;
  return { msP50: parseDurationMs(p50), msP95: parseDurationMs(p95) };
}

/** What arrivals cannot mean, although each of their values is well-formed. */
export function arrivalIssues(
  written: ArrivalsDocument,
  durationMs: number,
): readonly Pick<DocumentIssue, "pointer" | "message">[] {
  const issues: Pick<DocumentIssue, "pointer" | "message">[] = [];
  const report = (pointer: string, message: string): void =>
    void issues.push({ pointer: `/workload/arrivals/${pointer}`, message });
  const arrivals = readArrivals(written);
  if (arrivals.model === "closed") {
    if (arrivals.think.msP50 === 0)
      report("think", "a user thinks for some time, or asks would never end; write 1ms or more");
    return issues;
  }
  if (arrivals.process === "bursty" && arrivals.forMs >= arrivals.everyMs)
    report("bursts/for", "a burst ends before the next one begins; write less than `every`");
  const requests = Math.round(ratePerMsMax(arrivals) * durationMs);
  if (requests > ARRIVALS_MAX)
    report(
      "rate",
      `up to ${requests} requests may come, and ${ARRIVALS_MAX} are the most; ` +
        "write a lower rate or a shorter duration",
    );
  return issues;
}
