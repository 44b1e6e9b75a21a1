import { expect, test } from "vitest";
import { readAhead } from "./read-ahead.ts";

async function* count(to: number): AsyncGenerator<number> {
  for (let number = 0; number < to; number += 1) yield number;
}

async function all<Item>(source: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of source) items.push(item);
  return items;
}

async function settled(): Promise<void> {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}

test("everything is given in order when it is asked for in time", async () => {
  const source = readAhead(count(100), 1_000);
  expect(await all(source)).toEqual(await all(count(100)));
  expect(source.dropped()).toBe(0);
});

test("a source is read while nobody asks, and the oldest beyond the bound are let go", async () => {
  const source = readAhead(count(100), 10);
  const seen: number[] = [];
  for await (const number of source) {
    if (seen.length === 0) await settled();
    seen.push(number);
  }
  expect(seen.at(-1)).toBe(99);
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(seen.length + source.dropped()).toBe(100);
  expect(source.dropped()).toBeGreaterThan(50);
});

test("a source that fails does so after what came before", async () => {
  async function* failing(): AsyncGenerator<number> {
    yield 1;
    throw new Error("gone");
  }
  const seen: number[] = [];
  const read = async (): Promise<void> => {
    for await (const number of readAhead(failing(), 10)) seen.push(number);
  };
  await expect(read()).rejects.toThrow("gone");
  expect(seen).toEqual([1]);
});
