import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runSwitchyard } from "./fixtures/run-switchyard.ts";

const CATALOG = `
schema: switchyard/catalog/v1
asOf: 2026-11-24
providers:
  openai: { api: openai, keys: [OPENAI_API_KEY], zeroRetention: true, endpoints: { us: {} } }
models:
  openai/gpt-6-luna: { tier: small }
  openai/gpt-6-luna@low: { of: openai/gpt-6-luna, settings: { reasoningEffort: low } }
  openai/tuned: { of: openai/gpt-6-luna, wireName: our-tuned-model }
  openai/no-such-model: { tier: small }
`;

function catalogIn(folder: string, text = CATALOG): string {
  const file = join(folder, "catalog.yaml");
  writeFileSync(file, text);
  return file;
}

test("a refresh writes the lock, names what it added and what nobody knows, and then rests", async () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-"));
  const file = catalogIn(folder);

  expect((await runSwitchyard("catalog", "refresh", file, "--check")).code).toBe(1);
  const first = await runSwitchyard("catalog", "refresh", file);
  expect(first.code).toBe(0);
  expect(first.out).toContain("+ openai/gpt-6-luna");
  expect(first.out).toContain("? openai/no-such-model");
  expect(first.out).toContain("? openai/tuned");
  expect(first.out).not.toContain("gpt-6-luna@low");

  const lock: unknown = JSON.parse(readFileSync(join(folder, "catalog.lock.json"), "utf8"));
  expect(lock).toMatchObject({
    models: {
      "openai/gpt-6-luna": { prices: [{ tiers: [{ inputMicroUsdPerMTok: 100_000 }, {}] }] },
    },
  });
  expect(await runSwitchyard("catalog", "refresh", file, "--check")).toMatchObject({ code: 0 });
  expect(JSON.parse((await runSwitchyard("catalog", "refresh", file, "--json")).out)).toMatchObject(
    {
      isStale: false,
      added: [],
    },
  );
});

test("a broken catalogue and a missing file are named, and nothing is written", async () => {
  const folder = mkdtempSync(join(tmpdir(), "switchyard-"));
  const broken = await runSwitchyard(
    "catalog",
    "refresh",
    catalogIn(folder, `${CATALOG}\nmodles: {}\n`),
  );
  expect(broken.code).toBe(2);
  expect(broken.error).toMatch(/catalog\.yaml:\d+:\d+ .*models/);

  expect(await runSwitchyard("catalog", "refresh", join(folder, "none.yaml"))).toMatchObject({
    code: 2,
  });
});
