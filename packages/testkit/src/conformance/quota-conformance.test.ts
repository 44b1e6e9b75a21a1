import type { QuotaPort } from "@switchyard/contract";
import { createMemoryQuota } from "@switchyard/ledger";
import { quotaConformance } from "@switchyard/ledger/conformance";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";

function wrong(change: (quota: QuotaPort) => Partial<QuotaPort>): Promise<readonly string[]> {
  const open = (): QuotaPort => {
    const quota = createMemoryQuota();
    return { ...quota, ...change(quota) };
  };
  return brokenBy(quotaConformance({ open }, { numRuns: 2 }));
}

const ONCE = "an end frees its seat and gives back tokens, once, and an unknown one does nothing";

test("a store of quotas that is right passes", async () => {
  expect(await wrong(() => ({}))).toEqual([]);
});

test("a store that never frees a seat is caught", async () => {
  expect(await wrong(() => ({ leave: async () => {} }))).toContain(ONCE);
});

test("a store with one book for all routes is caught", async () => {
  const one = wrong(({ admit }) => ({ admit: (request) => admit({ ...request, route: "all" }) }));
  expect(await one).toContain("each route has a book of its own, and a route's segments share one");
});

test("a store that counts each segment by itself is caught", async () => {
  const apart = wrong(({ admit }) => ({
    admit: (request) => admit({ ...request, route: `${request.route} ${request.segment}` }),
  }));
  expect(await apart).toContain(
    "each route has a book of its own, and a route's segments share one",
  );
});

test("a store that holds limits as it first saw them is caught", async () => {
  const kept = wrong(({ admit }) => {
    let first: Parameters<QuotaPort["admit"]>[0]["limits"] | undefined;
    return { admit: (request) => admit({ ...request, limits: (first ??= request.limits) }) };
  });
  expect(await kept).toContain(
    "limits that were edited hold at the next ask, with what the book knows",
  );
});

test("a store whose leases never end is caught", async () => {
  const endless = wrong(({ admit }) => ({
    admit: (request) => admit({ ...request, leaseMs: Number.MAX_SAFE_INTEGER }),
  }));
  expect(await endless).toContain(
    "a seat is free when its lease is over, and its estimate stays taken",
  );
});

test("a standing that counts nothing, or that takes what it reads, is caught", async () => {
  const TELLS = "a standing tells what of each limit is taken and left, as it flows in again";
  const unused = ({ standing }: QuotaPort): Partial<QuotaPort> => ({
    standing: async (question) =>
      (await standing(question)).map((one) => Object.assign(one, { used: 0 })),
  });
  expect(await wrong(unused)).toContain(TELLS);
  const taking = ({ standing, admit }: QuotaPort): Partial<QuotaPort> => ({
    standing: async (question) => {
      await admit({ ...question, id: "reading", segment: "free", tokens: 1, leaseMs: 1_000 });
      return await standing(question);
    },
  });
  expect(await wrong(taking)).toContain(TELLS);
});
