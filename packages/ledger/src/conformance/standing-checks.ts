import { strict as assert } from "node:assert";
import type { ConformanceCheck, QuotaPort, QuotaStanding } from "@switchyard/contract";
import { admit, leave, standing } from "./quota-actions.ts";

const LIMITS = { requestsPerMinute: 12, tokensPerMinute: 600, concurrencyMax: 3 };

/** What a route's standing must tell. */
export function standingChecks(open: () => Promise<QuotaPort>): readonly ConformanceCheck[] {
  return [
    {
      name: "a standing tells what of each limit is taken and left, as it flows in again",
      run: async () => {
        const quota = await open();
        assert.deepEqual(await standing(quota, LIMITS), standingOf([0, 2], [0, 100], [0, 3]));
        await admit(quota, LIMITS, { id: "1", tokens: 40 });
        await admit(quota, LIMITS, { id: "2", tokens: 20 });
        assert.deepEqual(await standing(quota, LIMITS), standingOf([2, 0], [60, 40], [2, 1]));
        await leave(quota, { id: "1", tokens: 30 });
        const later = await standing(quota, LIMITS, 2_500);
        assert.deepEqual(later, standingOf([1.5, 0.5], [25, 75], [1, 2]));
        const last = await standing(quota, { concurrencyMax: 5 }, 30_000);
        assert.deepEqual(last, [{ limit: "concurrencyMax", value: 5, used: 1, remaining: 4 }]);
      },
    },
    {
      name: "what is owed leaves nothing, and is told",
      run: async () => {
        const quota = await open();
        const limits = { tokensPerMinute: 600 };
        await admit(quota, limits, { id: "1", tokens: 250 });
        const [tokens] = await standing(quota, limits, 1_000);
        assert.deepEqual([tokens?.used, tokens?.remaining], [240, 0]);
      },
    },
    {
      name: "to read a standing changes nothing, not even where leases are over",
      run: async () => {
        const quota = await open();
        const limits = { concurrencyMax: 1, tokensPerMinute: 600 };
        await admit(quota, limits, { id: "1", tokens: 100, leaseMs: 500 });
        for (const atMs of [5_000, 700, 700]) await standing(quota, limits, atMs);
        assert.equal((await admit(quota, limits, { id: "2", tokens: 0, atMs: 499 })).ok, false);
        const [tokens, seats] = await standing(quota, limits, 700);
        assert.deepEqual([tokens?.used, seats?.used], [93, 0]);
      },
    },
  ];
}

type Pair = readonly [used: number, remaining: number];

function standingOf(requests: Pair, tokens: Pair, seats: Pair): readonly QuotaStanding[] {
  const rate = { windowMs: 10_000 };
  const pair = ([used, remaining]: Pair): Pick<QuotaStanding, "used" | "remaining"> => ({
    used,
    remaining,
  });
  return [
    { limit: "requestsPerMinute", value: 12, ...rate, ...pair(requests) },
    { limit: "tokensPerMinute", value: 600, ...rate, ...pair(tokens) },
    { limit: "concurrencyMax", value: 3, ...pair(seats) },
  ];
}
