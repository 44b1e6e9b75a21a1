import { strict as assert } from "node:assert";
import type { BudgetWord, ConformanceCheck, LedgerPort } from "@switchyard/contract";
import { line, spent, START_MS } from "./ledger-lines.ts";

const atMs = START_MS;

/** What processes that share a ledger are told of each other. */
export function sharingChecks(
  open: () => Promise<LedgerPort>,
  noSharing?: string,
): readonly ConformanceCheck[] {
  const checks = [
    {
      name: "demand adds up over all who tell it, by budget and route, and of those that are named",
      run: async () => {
        const ledger = await open();
        const first = word({ quick: 10, planning: 0 });
        assert.deepEqual(await say(ledger, first), first);
        const words = [word({ quick: 5 }), word({ quick: 7 }, undefined, "hour")];
        assert.deepEqual(await ledger.share?.(words, atMs + 1), [
          word({ quick: 15 }),
          word({ quick: 7 }, undefined, "hour"),
        ]);
        assert.equal(await spent(ledger, line(100), atMs + 2), 0);
      },
    },
    {
      name: "demand is forgotten after five minutes, at most a sixtieth later",
      run: async () => {
        const ledger = await open();
        const nothing = word({ quick: 0 });
        await say(ledger, word({ quick: 10 }));
        assert.deepEqual(await say(ledger, nothing, atMs + 300_000), word({ quick: 10 }));
        assert.deepEqual(await say(ledger, nothing, atMs + 305_000), nothing);
      },
    },
    {
      name: "the level that was found last is everybody's, in whatever order it is told",
      run: async () => {
        const ledger = await open();
        assert.deepEqual(await say(ledger, word({})), word({}));
        const later = { inForce: 2, atMs: atMs + 0.75 };
        assert.deepEqual(await say(ledger, word({}, later)), word({}, later));
        const before = { inForce: 0, atMs: atMs + 0.25 };
        assert.deepEqual(await say(ledger, word({}, before)), word({}, later));
        assert.deepEqual(await say(ledger, word({})), word({}, later));
        const latest = { inForce: 1, atMs: atMs + 1 };
        assert.deepEqual(await say(ledger, word({}, latest)), word({}, latest));
        const ofHour = word({}, undefined, "hour");
        assert.deepEqual(await say(ledger, ofHour), ofHour);
      },
    },
  ];
  return noSharing === undefined ? checks : checks.map(({ name }) => ({ name, skip: noSharing }));
}

/** What is said of one budget. */
function word(
  demandMicroUsd: BudgetWord["demandMicroUsd"],
  level?: BudgetWord["level"],
  budgetId = "day",
): BudgetWord {
  return { budgetId, ...(level !== undefined && { level }), demandMicroUsd };
}

/** Says one word, and gives what is said of its budget. */
async function say(ledger: LedgerPort, said: BudgetWord, saidAtMs = atMs): Promise<unknown> {
  const [heard] = (await ledger.share?.([said], saidAtMs)) ?? [];
  return heard;
}
