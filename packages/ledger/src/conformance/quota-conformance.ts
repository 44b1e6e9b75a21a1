import { strict as assert } from "node:assert";
import type { ConformanceCheck, QuotaPort } from "@switchyard/contract";
import { admit, leave, standing } from "./quota-actions.ts";
import { quotaProperty } from "./quota-property.ts";
import { standingChecks } from "./standing-checks.ts";

/** A store of quotas to be held to the rules of {@link QuotaPort}. */
export interface QuotaSubject {
  /** Opens an empty book that no other store writes in. */
  readonly open: () => QuotaPort | Promise<QuotaPort>;
}

/**
 * What every store of quotas must do, whatever it keeps its book in. A quota means one thing
 * wherever it is kept, so the numbers are those of our own rules: ten seconds of a quota by the
 * minute at once, and the rest as it flows in, evenly to the segments that ask.
 *
 * @param options.numRuns random runs of the property. Default: 100
 */
export function quotaConformance(
  { open }: QuotaSubject,
  { numRuns = 100 }: { readonly numRuns?: number } = {},
): readonly ConformanceCheck[] {
  const openEmpty = async (): Promise<QuotaPort> => await open();
  return [
    ...admissionChecks(openEmpty),
    ...endChecks(openEmpty),
    ...standingChecks(openEmpty),
    quotaProperty(openEmpty, numRuns),
  ];
}

const IN = { ok: true } as const;

function admissionChecks(open: () => Promise<QuotaPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "each route has a book of its own, and a route's segments share one",
      run: async () => {
        const quota = await open();
        const limits = { requestsPerMinute: 12 };
        const full = { ok: false, limit: "requestsPerMinute", retryAfterMs: 5_000 };
        assert.deepEqual(await admit(quota, limits, { id: "1" }), IN);
        assert.deepEqual(await admit(quota, limits, { id: "2" }), IN);
        assert.deepEqual(await admit(quota, limits, { id: "3" }), full);
        assert.equal((await admit(quota, limits, { id: "4", segment: "pro" })).ok, false);
        assert.deepEqual(await admit(quota, limits, { id: "5", route: "other" }), IN);
      },
    },
    {
      name: "limits that were edited hold at the next ask, with what the book knows",
      run: async () => {
        const quota = await open();
        await admit(quota, { concurrencyMax: 3 }, { id: "1" });
        assert.equal((await admit(quota, { concurrencyMax: 1 }, { id: "2" })).ok, false);
        assert.deepEqual(await admit(quota, { concurrencyMax: 2 }, { id: "3" }), IN);
      },
    },
    {
      name: "asks at once take no more than there is",
      run: async () => {
        const quota = await open();
        const ids = Array.from({ length: 20 }, (_, index) => `${index}`);
        const asked = ids.map((id) => admit(quota, { requestsPerMinute: 42 }, { id }));
        const outcomes = await Promise.all(asked);
        assert.equal(outcomes.filter(({ ok }) => ok).length, 7);
      },
    },
  ];
}

function endChecks(open: () => Promise<QuotaPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "an end frees its seat and gives back tokens, once, and an unknown one does nothing",
      run: async () => {
        const quota = await open();
        const limits = { concurrencyMax: 1, tokensPerMinute: 600 };
        await admit(quota, limits, { id: "1", tokens: 90 });
        const crowded = { ok: false, limit: "concurrencyMax", retryAfterMs: 1_000 };
        assert.deepEqual(await admit(quota, limits, { id: "2" }), crowded);
        for (let time = 0; time < 2; time += 1) await leave(quota, { id: "1", tokens: 60 });
        await leave(quota, { id: "none", tokens: 0 });
        const short = { ok: false, limit: "tokensPerMinute", retryAfterMs: 100 };
        assert.deepEqual(await admit(quota, limits, { id: "3", tokens: 41 }), short);
        assert.deepEqual(await admit(quota, limits, { id: "4", tokens: 40 }), IN);
      },
    },
    {
      name: "a seat is free when its lease is over, and its estimate stays taken",
      run: async () => {
        const quota = await open();
        const limits = { concurrencyMax: 1, tokensPerMinute: 600 };
        await admit(quota, limits, { id: "1", tokens: 100, leaseMs: 500 });
        assert.equal((await admit(quota, limits, { id: "2", tokens: 0, atMs: 499 })).ok, false);
        const short = { ok: false, limit: "tokensPerMinute", retryAfterMs: 100 };
        assert.deepEqual(await admit(quota, limits, { id: "3", tokens: 6, atMs: 500 }), short);
        const [tokens, seats] = await standing(quota, limits, 500);
        assert.deepEqual([tokens?.used, seats?.used], [95, 0]);
        assert.deepEqual(await admit(quota, limits, { id: "4", tokens: 5, atMs: 500 }), IN);
      },
    },
  ];
}
