/**
 * Measures one subject: `node bench/measure-subject.ts NAME MILLISECONDS`. Prints processor time of
 * one operation in microseconds, the collector's work included: the median of the batches that fit
 * in the time, after a warm-up. With 0 milliseconds one operation is performed and timed.
 *
 * The warm-up is counted in batches, since the compiler's threads count as processor time: an ask
 * over the AI SDK runs through some hundreds of functions, and costs twice as much until all are
 * compiled, after about 40,000 asks on a busy machine.
 */
import { strict as assert } from "node:assert";
import { quantile } from "./quantile.ts";
import type { Subject } from "./subject.ts";

/** A warm-up has so many batches, unless they take ten times as long as what is measured. */
const WARM_UP_BATCHES = 100;
const WARM_UP_FACTOR_MAX = 10;

const [, , name = "", milliseconds = ""] = process.argv;
const durationMs = Number(milliseconds);

const module: { readonly subject?: Subject } = await import(`./subjects/${name}.ts`);
const { subject } = module;
assert(subject !== undefined, `bench/subjects/${name}.ts exports no subject.`);
const perform = await subject.prepare();
const operations = durationMs > 0 ? subject.operations : 1;

async function batchMicroseconds(): Promise<number> {
  const before = process.cpuUsage();
  await perform(operations);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

async function batchesFor(microseconds: number, batchesMax = Infinity): Promise<readonly number[]> {
  const batches: number[] = [];
  let spent = 0;
  do {
    const batch = await batchMicroseconds();
    spent += batch;
    batches.push(batch / operations);
  } while (spent < microseconds && batches.length < batchesMax);
  return batches;
}

if (durationMs > 0) await batchesFor(1_000 * WARM_UP_FACTOR_MAX * durationMs, WARM_UP_BATCHES);
console.log(quantile(await batchesFor(1_000 * durationMs), 0.5));
