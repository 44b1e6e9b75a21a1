/**
 * Measures one subject: `node bench/measure-subject.ts NAME MILLISECONDS`. Prints processor time of
 * one operation in microseconds, the collector's work included: the median of the batches that fit
 * in the time, after a warm-up twice as long. With 0 milliseconds one operation is performed and timed.
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
  return (user + system) / operations;
}

async function batchesFor(forMs: number): Promise<readonly number[]> {
  const endAtMs = performance.now() + forMs;
  const batches: number[] = [];
  do batches.push(await batchMicroseconds());
  while (performance.now() < endAtMs);
  return batches;
}

if (durationMs > 0) await batchesFor(2 * durationMs);
console.log(quantile(await batchesFor(durationMs), 0.5));
