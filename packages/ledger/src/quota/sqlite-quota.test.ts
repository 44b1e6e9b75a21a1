import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { describeQuota } from "../../test/describe-quota.ts";
import { createSqliteLedger } from "../sqlite-ledger.ts";
import { createSqliteQuota } from "./sqlite-quota.ts";

const folder = mkdtempSync(join(tmpdir(), "switchyard-quota-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeQuota("SQLite", () => createSqliteQuota({ file: ":memory:" }), { numRuns: 40 });

const limits = { requestsPerMinute: 60, concurrencyMax: 8 };
const request = {
  route: "quick",
  segment: "free",
  limits,
  tokens: 1,
  at: { nowMs: 1, epochMs: 1 },
  leaseMs: 500,
};

test("two connections to one file share one quota, and the file may be a ledger's", async () => {
  const file = join(folder, "shared.db");
  const ledger = createSqliteLedger({ file });
  const both = [createSqliteQuota({ file }), createSqliteQuota({ file })];
  let admitted = 0;
  for (let ask = 0; ask < 10; ask += 1)
    for (const [index, quota] of both.entries())
      if ((await quota.admit({ ...request, id: `${index}/${ask}` })).ok) admitted += 1;
  expect(admitted).toBe(8);
  expect(await ledger.snapshot([], 1)).toEqual([]);
  for (const open of [...both, ledger]) open.close();
});

test("what asks took survives the process that counted them", async () => {
  const file = join(folder, "kept.db");
  const first = createSqliteQuota({ file });
  for (let ask = 0; ask < 8; ask += 1) await first.admit({ ...request, id: `${ask}` });
  first.close();
  const second = createSqliteQuota({ file });
  expect(await second.admit({ ...request, id: "late" })).toMatchObject({ limit: "concurrencyMax" });
  await second.leave({ id: "0", route: "quick", tokens: 1, at: request.at });
  expect(await second.admit({ ...request, id: "late" })).toEqual({ ok: true });
  second.close();
});
