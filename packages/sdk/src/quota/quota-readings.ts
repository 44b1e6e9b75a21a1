import type { QuotaOutcome, QuotaRequest } from "@switchyard/contract";
import type { QuotaDownQuota } from "@switchyard/ledger";
import type { ExplainedQuota } from "@switchyard/policy";
import { toMicroseconds } from "../events/event-emitter.ts";

/** A store of quotas that remembers what it last told. */
export interface QuotaReadings {
  readonly quota: QuotaDownQuota;
  /** What the last ask of a route was told. Undefined: there was none. */
  last(route: string): ExplainedQuota | undefined;
}

/** It holds an entry for each route that was asked. */
export function createQuotaReadings(quota: QuotaDownQuota): QuotaReadings {
  const told = new Map<string, ExplainedQuota>();
  return {
    quota: {
      ...quota,
      admit: async (request, withinMs) => {
        const outcome = await quota.admit(request, withinMs);
        told.set(request.route, readingOf(request, outcome));
        return outcome;
      },
    },
    last: (route) => told.get(route),
  };
}

function readingOf({ segment, limits, at }: QuotaRequest, outcome: QuotaOutcome): ExplainedQuota {
  const reading = { askedAtMs: toMicroseconds(at.epochMs), segment };
  if (outcome.ok) return reading;
  const { limit, retryAfterMs } = outcome;
  return { ...reading, refusal: { limit, value: limits[limit] ?? 0, retryAfterMs } };
}
