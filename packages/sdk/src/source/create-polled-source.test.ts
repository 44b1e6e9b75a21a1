import { expect, test } from "vitest";
import { microtasksDone } from "../../test/manual-clock.ts";
import { versionOf } from "../../test/policy-swaps.ts";
import { CATALOG } from "../../test/sample-bundle.ts";
import { createPolledSource, READ_TICKS_MAX } from "./create-polled-source.ts";
import type { BundleDocuments } from "./load-bundle.ts";

const documents = (version: number): BundleDocuments => ({
  policy: versionOf(version, "alpha/quick"),
  catalog: CATALOG,
});

/** A source whose reads a test answers, in any order. */
function polled() {
  const reads: ((read: BundleDocuments) => void)[] = [];
  let onTick = (): void => {};
  const source = createPolledSource({
    name: "a store",
    first: documents(1),
    read: () => new Promise((resolve) => reads.push(resolve)),
    pollMs: 1_000,
    ticker: (_everyMs, tick) => {
      onTick = tick;
      return () => {};
    },
  });
  const told: (number | string)[] = [];
  source.subscribe((news) =>
    told.push(news.kind === "bundle" ? news.bundle.policy.version : String(news.error)),
  );
  const tick = async (times = 1): Promise<void> => {
    for (let count = 0; count < times; count += 1) onTick();
    await microtasksDone();
  };
  return { source, reads, told, tick };
}

test("a read slower than the poll is not begun again until it has had its time", async () => {
  const { reads, tick } = polled();
  await tick(READ_TICKS_MAX);
  expect(reads).toHaveLength(1);
  await tick();
  expect(reads).toHaveLength(2);
});

test("reads that hang are told once, and the looking goes on", async () => {
  const { source, reads, told, tick } = polled();
  await tick(4 * READ_TICKS_MAX + 1);
  expect(told).toEqual([
    "ConfigurationError: a store gave no answer within 5000 ms. It is asked again; check that it is up.",
  ]);
  expect(source.current.policy.version).toBe(1);
  reads.at(-1)?.(documents(2));
  await tick();
  await tick();
  reads.at(-1)?.(documents(2));
  await tick();
  expect(told.slice(1)).toEqual([2]);
});

test("an answer that comes after its read was given up tells nothing", async () => {
  const { reads, told, tick } = polled();
  await tick(READ_TICKS_MAX + 1);
  reads[1]?.(documents(3));
  await tick();
  reads[0]?.(documents(2));
  await tick();
  reads[2]?.(documents(3));
  await tick();
  expect(told).toEqual([3]);
});
