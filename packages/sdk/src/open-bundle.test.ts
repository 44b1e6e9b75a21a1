import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, DocumentError } from "@switchyard/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CATALOG, POLICY } from "../test/sample-bundle.ts";
import { openBundle } from "./open-bundle.ts";

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "switchyard-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const write = (name: string, document: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof document === "string" ? document : JSON.stringify(document));
  return path;
};

test("opens the policies that are shipped, with the shipped catalogue and its lock", () => {
  expect(openBundle().bundle.policy.name).toBe("support-platform");
  expect(openBundle({ policy: "builtin/founding" }).bundle.policy.name).toBe("founding");
  expect(openBundle({ policy: "builtin/starter" }).bundle.policy.name).toBe("my-app");
});

test("opens documents made in code, and the same document from a file to the same hash", () => {
  const inCode = openBundle({ policy: POLICY, catalog: CATALOG });
  const policy = write("policy.yaml", POLICY);
  const catalog = write("catalog-sample.yaml", CATALOG);
  expect(openBundle({ policy, catalog }).bundle.hash).toBe(inCode.bundle.hash);
});

test("takes the catalogue beside the policy's file, with the lock beside it", () => {
  const { price: _, ...unpriced } = CATALOG.models["alpha/quick"] ?? {};
  const models = { ...CATALOG.models, "alpha/quick": unpriced };
  const policy = write("policy.yaml", POLICY);
  write("catalog.yaml", { ...CATALOG, models });
  expect(() => openBundle({ policy })).toThrow("catalog.lock.json");
  const rates = {
    inputTokensFrom: 0,
    inputMicroUsdPerMTok: 1,
    cachedInputMicroUsdPerMTok: 1,
    cacheWriteMicroUsdPerMTok: 1,
    outputMicroUsdPerMTok: 1,
  };
  write("catalog.lock.json", {
    schema: "switchyard/catalog-lock/v1",
    asOf: "2026-11-24",
    source: "a test",
    models: { "alpha/quick": { prices: [{ from: null, tiers: [rates] }] } },
  });
  const { catalog } = openBundle({ policy }).bundle;
  expect(catalog.models["alpha/quick"]?.prices[0]?.tiers[0]?.outputMicroUsdPerMTok).toBe(1);
});

test("mistakes of a file are told with the file's name", () => {
  const policy = write("wrong.yaml", "schema: switchyard/policy/v1\nname: X\n");
  expect(() => openBundle({ policy })).toThrow(DocumentError);
  expect(() => openBundle({ policy })).toThrow(`${policy}:2:`);
});

describe("a file that cannot be read", () => {
  test("is told with the nearest file of its folder", () => {
    const policy = write("policy.yaml", POLICY);
    const mistyped = join(folder, "polcy.yaml");
    expect(() => openBundle({ policy: mistyped })).toThrow(`Did you mean ${policy}?`);
  });

  test("is told with the nearest shipped name", () => {
    expect(() => openBundle({ policy: "builtin/fonding" })).toThrow(
      "Did you mean builtin/founding?",
    );
    expect(() => openBundle({ catalog: "builtin/catalogue" })).toThrow("builtin/catalog");
  });

  test("is told with what may be given, where nothing is near", () => {
    const open = (): unknown => openBundle({ policy: "nowhere/to/be/found/at/all.yaml" });
    expect(open).toThrow(ConfigurationError);
    expect(open).toThrow("Give a path from the current folder, or one of builtin/");
  });
});
