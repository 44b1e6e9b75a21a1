import { execFile, execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
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

const READMES = ["README.md", ...PACKAGES.map((name) => `packages/${name}/README.md`)];

function read(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** The TypeScript examples of a README, one at least. */
function examplesOf(readme: string): readonly [string, ...string[]] {
  const [first, ...others] = [...read(readme).matchAll(/```ts\n([\s\S]*?)```/g)].map(
    ([, code = ""]) => code,
  );
  if (first === undefined) throw new Error(`${readme} has no example.`);
  return [first, ...others];
}

/** The test files of the testkit's README beside its policy, in a folder of the project. */
function writeOwnPolicy(): string {
  const folder = join(project, "own-policy");
  const readme = "packages/testkit/README.md";
  const [, policy = ""] = /```yaml\n([\s\S]*?)```/.exec(read(readme)) ?? [];
  const [byVitest, byNode = "", ...others] = examplesOf(readme);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "policy.yaml"), policy);
  writeFileSync(join(folder, "policy.test.ts"), byVitest);
  const suites = others.filter((example) => example.includes("registerConformance"));
  for (const [index, example] of [byNode, ...suites].entries())
    writeFileSync(join(folder, `by-node-${index}.ts`), example);
  return folder;
}

/** What the examples import that is not installed with the packages: as much of it as they use. */
const FRAMEWORKS = `
declare module "next/server" {
  export function after(work: Promise<unknown> | (() => unknown)): void;
}
declare module "vitest" {
  export interface Matchers<R extends void | Promise<void>, T> {}
  export function test(name: string, run: () => void | Promise<void>): void;
  export function expect<T>(actual: T): Matchers<void, T>;
}
`;

function typeCheck(...files: readonly string[]): string {
  const options = ["--module", "nodenext", "--target", "es2023", "--strict", "--noEmit"];
  return run(process.execPath, TSC, ...options, "--types", "node", ...files);
}

const project = mkdtempSync(join(tmpdir(), "switchyard-packed-"));

function run(command: string, ...args: readonly string[]): string {
  return execFileSync(command, args, { cwd: project, encoding: "utf8", stdio: "pipe" });
}

/** What every project of a user of the testkit has. */
const BROUGHT = { "@types/node": "24.19.2", "fast-check": "4.10.2" };

/** Installs the packed packages, and beside them what a user of theirs brings. */
function install(others: Readonly<Record<string, string>> = {}): void {
  const packed = PACKAGES.map(
    (name) => [`@switchyard/${name}`, `file:./switchyard-${name}-0.1.0.tgz`] as const,
  );
  const dependencies = { ...Object.fromEntries(packed), ...BROUGHT, ...others };
  const manifest = { private: true, type: "module", dependencies };
  writeFileSync(join(project, "package.json"), JSON.stringify(manifest));
  // They name each other by version, which no registry has yet.
  const overrides = packed.map(([name, file]) => `  "${name}": "${file}"\n`).join("");
  writeFileSync(join(project, "pnpm-workspace.yaml"), `overrides:\n${overrides}`);
  run("npx", "--yes", PNPM, "install", "--no-frozen-lockfile", "--prefer-offline");
}

beforeAll(() => {
  const pack = ["-r", "--filter", "./packages/*", "pack", "--pack-destination", project];
  execFileSync("npx", ["--yes", PNPM, ...pack], { cwd: ROOT, stdio: "pipe" });
  install();
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

test("the README's SDK example runs against a simulated provider by import", () => {
  writeFileSync(join(project, "preload.mjs"), PRELOAD);
  writeFileSync(join(project, "example.mts"), examplesOf("README.md")[0]);
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

test("telemetry comes by its own entry, over an OpenTelemetry API that the user brings", () => {
  expect(existsSync(join(project, "node_modules/@opentelemetry"))).toBe(false);
  install({ "@opentelemetry/api": "1.9.1", ai: "7.0.173" });
  const script = `
    import { createOpenTelemetrySink, METRICS } from "@switchyard/sdk/opentelemetry";
    import dashboard from "@switchyard/sdk/dashboards/grafana.json" with { type: "json" };
    console.log(typeof createOpenTelemetrySink().record, METRICS.asks.name, dashboard.title);
  `;
  writeFileSync(join(project, "telemetry.mjs"), script);
  expect(run(process.execPath, "telemetry.mjs")).toBe("function switchyard.asks Switchyard\n");
});

test("every example of every README type-checks in a project that has what it imports", () => {
  install({ "@opentelemetry/api": "1.9.1", ai: "7.0.173" });
  writeFileSync(join(project, "frameworks.d.ts"), FRAMEWORKS);
  const files = READMES.flatMap((readme) =>
    examplesOf(readme).map((code, index) => {
      const file = `${readme.replaceAll("/", "-")}-${index + 1}.mts`;
      writeFileSync(join(project, file), code);
      return file;
    }),
  );
  expect(files.length).toBeGreaterThan(READMES.length);
  expect(typeCheck("frameworks.d.ts", ...files)).toBe("");
});

test("the README's tests of an own policy and of own parts pass under vitest and under node:test", async () => {
  const cwd = writeOwnPolicy();
  const lines = readFileSync(join(cwd, "policy.test.ts"), "utf8").split("\n");
  expect(lines.filter((line) => line !== "").length).toBeLessThanOrEqual(20);
  symlinkSync(join(ROOT, "node_modules/vitest"), join(project, "node_modules/vitest"));
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const [byVitest, byNode] = await Promise.all(
    [
      [vitest, "run", "--reporter=tap-flat", "--test-timeout=60000"],
      ["--test", "--test-isolation=none", "by-node-*.ts"],
    ].map((args) => promisify(execFile)(process.execPath, args, { cwd })),
  );
  expect(byVitest?.stdout.match(/^(not )?ok \d/gm)).toEqual(["ok 1", "ok 2", "ok 3"]);
  expect(byNode?.stdout).toMatch(/^\S+ fail 0$/m);
  expect(Number(/^\S+ pass (\d+)$/m.exec(byNode?.stdout ?? "")?.[1])).toBeGreaterThan(50);
});
