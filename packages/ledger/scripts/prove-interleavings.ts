/**
 * Compares the memory ledger with the reference over many orders in which the calls of attempts that
 * live at once may come. Run `node packages/ledger/scripts/prove-interleavings.ts [runs] [seed]`.
 */
import * as fc from "fast-check";
import { createMemoryLedger } from "../src/memory-ledger.ts";
import { everyInterleaving } from "../test/ledger-interleavings.ts";

const numRuns = Number(process.argv[2] ?? 100_000);
const seed = Number(process.argv[3] ?? 1);

await fc.assert(
  everyInterleaving(() => createMemoryLedger()),
  { numRuns, seed },
);
console.log(`${numRuns} runs from seed ${seed}: each as the reference.`);
