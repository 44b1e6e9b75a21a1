/**
 * Measures one subject: `node bench/measure-subject.ts NAME MILLISECONDS`. Prints processor time of
 * one operation in microseconds, the collector's work included: the median of the batches that fit
 * in the time, after a warm-up twice as long. With 0 milliseconds one operation is performed and timed.
 *
 * The time is processor time too: on a busy machine as much code is warm as on a quiet one.
 */
import { strict as assert } from "node:assert";
import { quantile } from "./quantile.ts";
import type { Subject } from "./subject.ts";

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

async function batchesFor(microseconds: number): Promise<readonly number[]> {
  const batches: number[] = [];
  let spent = 0;
  do {
    const batch = await batchMicroseconds();
    spent += batch;
    batches.push(batch / operations);
  } while (spent < microseconds);
  return batches;
}

if (durationMs > 0) await batchesFor(2_000 * durationMs);
console.log(quantile(await batchesFor(1_000 * durationMs), 0.5));
