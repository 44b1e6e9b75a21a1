import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const TSC = join(ROOT, "node_modules/typescript/bin/tsc");
/** The README's own, so that a checkout needs no other. */
const PNPM = "pnpm@12.4.2";
const PACKAGES = [
  "contract",
  "policy",
  "providers",
  "ledger",
  "journal",
  "sdk",
  "simulator",
  "testkit",
];

/** Answers every provider's calls from the simulator; loaded before the example runs. */
const PRELOAD = `
import { createSystemClock, openBundle } from "@switchyard/sdk";
import { createKeyedRng, createSimulatedFetch, simulatedEnv } from "@switchyard/simulator";

const { bundle } = openBundle({ policy: "builtin/support-platform" });
const env = simulatedEnv(bundle.catalog);
Object.assign(process.env, env);
globalThis.fetch = createSimulatedFetch({
  catalog: bundle.catalog,
  clock: createSystemClock(),
  rng: createKeyedRng("packed"),
  env,
});
`;

/** The first TypeScript example of a README. */
function exampleOf(readme: string): string {
  const [, code] = /```ts\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, readme), "utf8")) ?? [];
  if (code === undefined) throw new Error(`${readme} has no example.`);
  return code;
}

const project = mkdtempSync(join(tmpdir(), "switchyard-packed-"));

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: "pipe" });
}

beforeAll(() => {
  const tarballs = PACKAGES.map((name) => {
    execFileSync("npx", ["--yes", PNPM, "pack", "--pack-destination", project], {
      cwd: join(ROOT, "packages", name),
      stdio: "pipe",
    });
    return `./switchyard-${name}-0.1.0.tgz`;
  });
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", "install", "--no-audit", "--no-fund", ...tarballs, "@types/node@24.19.2");
}, 240_000);

afterAll(() => rmSync(project, { recursive: true, force: true }));

test("a packed package holds built code, its licence's name and no source", () => {
  for (const name of PACKAGES) {
    const folder = join(project, "node_modules/@switchyard", name);
    expect(readdirSync(folder)).toContain("dist");
    expect(readdirSync(folder)).not.toContain("src");
    expect(readdirSync(join(folder, "dist")).filter((file) => /\.test\./.test(file))).toEqual([]);
  }
});

test("the example of every README type-checks in an empty project", () => {
  const readmes = ["README.md", ...PACKAGES.map((name) => `packages/${name}/README.md`)];
  const files = readmes.map((readme) => {
    const file = `${readme.replaceAll("/", "-")}.mts`;
    writeFileSync(join(project, file), exampleOf(readme));
    return file;
  });
  const options = ["--module", "nodenext", "--target", "es2023", "--strict", "--noEmit"];
  expect(run(process.execPath, TSC, ...options, "--types", "node", ...files)).toBe("");
});

test("the README's SDK example runs against a simulated provider by import", () => {
  writeFileSync(join(project, "preload.mjs"), PRELOAD);
  writeFileSync(join(project, "example.mts"), exampleOf("README.md"));
  const output = run(process.execPath, "--import", "./preload.mjs", "example.mts");
  expect(output).toMatch(/openai\/gpt-6-luna/);
});

test("the packages load by require too", () => {
  const script = `
    const { createRouter } = require("@switchyard/sdk");
    const { createKeyedRng } = require("@switchyard/simulator");
    console.log(typeof createRouter, typeof createKeyedRng);
    import("./preload.mjs").then(() => {
      const router = createRouter({ policy: "builtin/starter" });
      return router.ask({ intent: "faq", risk: "low", slaMs: 8000, input: "What is a mortgage?" });
    }).then(({ rung, model }) => console.log(rung, model));
  `;
  writeFileSync(join(project, "by-require.cjs"), script);
  expect(run(process.execPath, "by-require.cjs").split("\n")).toEqual([
    "function function",
    "full openai/gpt-6-luna",
    "",
  ]);
});
