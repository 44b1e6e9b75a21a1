import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { microtasksDone } from "../../test/manual-clock.ts";
import { CATALOG } from "../../test/sample-bundle.ts";
import { invalidVersion, versionOf } from "../../test/policy-swaps.ts";
import { createFileSource } from "./create-file-source.ts";

let folder: string;
let tick = (): void => {};
let stops = 0;
const ticker = (_everyMs: number, onTick: () => void): (() => void) => {
  tick = onTick;
  return () => {
    stops += 1;
  };
};
const textOf = (version: number): string => JSON.stringify(versionOf(version, "alpha/quick"));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-source-"));
  stops = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function look(times: number): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    tick();
    await microtasksDone();
  }
}

function follow(path: string): { readonly told: (number | string)[]; readonly stop: () => void } {
  const told: (number | string)[] = [];
  const source = createFileSource(path, { catalog: CATALOG, ticker });
  const stop = source.subscribe((news) =>
    told.push(news.kind === "bundle" ? news.bundle.policy.version : String(news.error)),
  );
  return { told, stop };
}

test("an edit in place and a rename over the file are told once each", async () => {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, textOf(1));
  const { told, stop } = follow(path);
  await look(3);
  writeFileSync(path, textOf(2));
  await look(3);
  writeFileSync(`${path}.new`, textOf(3));
  renameSync(`${path}.new`, path);
  await look(3);
  expect(told).toEqual([2, 3]);
  stop();
  stop();
  expect(stops).toBe(1);
});

test("a swapped symbolic link of folders, as a mounted ConfigMap has, is seen", async () => {
  for (const version of [1, 2]) {
    mkdirSync(join(folder, `v${version}`));
    writeFileSync(join(folder, `v${version}`, "policy.yaml"), textOf(version));
  }
  symlinkSync("v1", join(folder, "data"));
  symlinkSync(join("data", "policy.yaml"), join(folder, "policy.yaml"));
  const { told } = follow(join(folder, "policy.yaml"));
  symlinkSync("v2", join(folder, "next"));
  renameSync(join(folder, "next"), join(folder, "data"));
  await look(2);
  expect(told).toEqual([2]);
});

test("a write that is torn for one look is read again, a mistake that stays is refused", async () => {
  const path = join(folder, "policy.yaml");
  writeFileSync(path, textOf(1));
  const { told } = follow(path);
  writeFileSync(path, textOf(2).slice(0, 100));
  await look(1);
  writeFileSync(path, textOf(2));
  await look(2);
  expect(told).toEqual([2]);
  writeFileSync(path, JSON.stringify(invalidVersion(3)));
  await look(4);
  rmSync(path);
  await look(4);
  expect(told).toEqual([
    2,
    expect.stringMatching(/policy\.yaml:1:\d+ .*alpha\/missing/),
    expect.stringContaining("cannot be read"),
  ]);
});
