import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { runSwitchyard, type Ended } from "../fixtures/run-switchyard.ts";

const DATE = ["--date", "2026-11-25"];
const FILE = fileURLToPath(import.meta.resolve("@switchyard/policy/shipped/catalog.yaml"));

test("list has a line for every model, with the prices of the lock", async () => {
  const { code, out } = await runSwitchyard("catalog", "list", "--catalog", FILE, ...DATE);
  const json = await runSwitchyard("catalog", "list", "--catalog", FILE, ...DATE, "--json");

  expect(code).toBe(0);
  expect(out).toMatch(
    /^openai\/gpt-6-luna +small +managed +medium +1600 ms +\$0\.10 +\$0\.50 +eu, us$/m,
  );
  expect(json.out.match(/"wireName":/g)).toHaveLength(out.trim().split("\n").length - 1);
});

test("list says what is stale: the catalogue's age, prices that changed, models near their end", async () => {
  const file = join(mkdtempSync(join(tmpdir(), "switchyard-")), "catalog.yaml");
  const text = readFileSync(FILE, "utf8").replace("2026-11-24", "2026-08-20");
  const ending = text.replace(/^( {2}openai\/gpt-6-luna:\n)/m, "$1    sunset: 2026-12-25\n");
  writeFileSync(file, ending);
  writeFileSync(
    file.replace("catalog.yaml", "catalog.lock.json"),
    readFileSync(FILE.replace("catalog.yaml", "catalog.lock.json"), "utf8"),
  );
  const list = (date: string): Promise<Ended> =>
    runSwitchyard("catalog", "list", "--catalog", file, "--date", date);
  const staleIn = ({ out }: Ended): readonly string[] =>
    out.split("\n").filter((line) => line.startsWith("stale: "));

  const [fresh, late] = [staleIn(await list("2026-09-25")), staleIn(await list("2026-12-26"))];
  expect(fresh.filter((line) => line.includes("catalogue:"))).toEqual([]);
  expect(late.join("\n")).toMatch(/^stale: catalogue: it is of 2026-08-20, 128 days old/);
  expect(late.join("\n")).toContain("openai/gpt-6-luna: it is no longer served since 2026-12-25");
  const json = JSON.parse(
    (await runSwitchyard("catalog", "list", "--catalog", FILE, ...DATE, "--json")).out,
  );
  expect(json).toMatchObject({ version: 1, stale: expect.any(Array) });
});

test("show has all facts of a model and its scores", async () => {
  const args = ["catalog", "show", "openai/gpt-6-luna", "--catalog", FILE];

  expect((await runSwitchyard(...args)).out).toMatch(/quality:\n {2}extract: 0\.91/);
  expect(JSON.parse((await runSwitchyard(...args, "--json")).out)).toMatchObject({
    version: 1,
    model: { id: "openai/gpt-6-luna", contextTokens: 1_050_000, quality: { faq: 0.9 } },
  });
});

test("a model that is not there is answered with the nearest", async () => {
  const { code, error } = await runSwitchyard(
    "catalog",
    "show",
    "openai/gpt-6-lun",
    "--catalog",
    FILE,
  );

  expect(code).toBe(2);
  expect(error).toContain("Did you mean openai/gpt-6-luna?");
});
