import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Layers from the bottom up. A package imports only from layers below its own. */
const LAYERS = [
  ["contract"],
  ["policy"],
  ["providers", "ledger", "classifier", "journal"],
  ["sdk"],
  ["simulator"],
  ["testkit", "evals", "reports"],
  ["sim", "switchyard"],
];

/** Files that may read ambient time, chance or I/O, each because it is the edge itself. */
const EDGES = [
  /^apps\//,
  /^packages\/[a-z]+\/scripts\//,
  /^packages\/providers\/src\//,
  /^packages\/sdk\/src\/system-clock\.ts$/,
  /^packages\/sdk\/src\/random\.ts$/,
  /^packages\/sdk\/src\/open-bundle\.ts$/,
  /^packages\/sdk\/src\/source\/system-ticker\.ts$/,
  /^packages\/sdk\/src\/sinks\/create-webhook-sink\.ts$/,
  /^packages\/journal\/src\/write\/(writer-name|append-file|file-target|trace-writer)\.ts$/,
  /^packages\/journal\/src\/read\/(find-sources|follow-journal|open-source|tailed-file)\.ts$/,
  /^packages\/simulator\/src\/time\/event-loop\.ts$/,
];

/** What a pure core takes as an argument instead. */
const AMBIENT: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b/, "take an instant from the Clock"],
  [/\bnew Date\(\s*\)/, "take an instant from the Clock"],
  [/\bperformance\.now\b/, "take an instant from the Clock"],
  [/\bMath\.random\b/, "draw from the Rng"],
  [/\bsetTimeout\b|\bsetInterval\b/, "sleep on the Clock"],
  [/\bsetImmediate\b/, "sleep on the Clock"],
  [/(?<![.\w])fetch\(/, "call through the ModelPort"],
  [/\bprocess\./, "take it as an option"],
  [/\brandomUUID\b/, "take ids as an option"],
  [/\bAbortSignal\.(timeout|any)\b/, "use the Clock's deadline"],
  [/\blocaleCompare\b/, "compare code units"],
];

const files = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], {
  cwd: ROOT,
  encoding: "utf8",
})
  .split("\n")
  .filter((file) => file !== "");

/** Tests, and what only tests import. */
const isTest = (file: string): boolean =>
  /\.test(-d)?\.tsx?$|^test\/|\/arbitraries\.ts$|\/fixtures\//.test(file);
const code = files.filter((file) => /\.(ts|tsx|js)$/.test(file));
const sources = code.filter(
  (file) => !isTest(file) && /^(packages|apps)\/[a-z]+\/src\//.test(file),
);

function read(file: string): string {
  return readFileSync(`${ROOT}/${file}`, "utf8");
}

/** Lines of code without comments, so that prose may name what code may not. */
function codeOf(file: string): string {
  return read(file)
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "");
}

function packageOf(file: string): string {
  return file.split("/")[1] ?? "";
}

/** Packages that a file imports by name, of npm and of the workspace. */
function packagesImportedBy(file: string): readonly string[] {
  const imports = /^[^"\n]*\bfrom "([^."][^"]*)";$|\bimport\("([^."][^"]*)"\)/gm;
  return [...codeOf(file).matchAll(imports)]
    .map(([, named = "", loaded = named]) => loaded)
    .filter((name) => !name.startsWith("node:"))
    .map((name) =>
      name
        .split("/")
        .slice(0, name.startsWith("@") ? 2 : 1)
        .join("/"),
    );
}

function layerOf(name: string): number {
  return LAYERS.findIndex((layer) => layer.includes(name));
}

test("every package has a layer", () => {
  const unknown = sources.map(packageOf).filter((name) => layerOf(name) === -1);
  expect([...new Set(unknown)]).toEqual([]);
});

test("a package imports only from layers below its own", () => {
  const upward = sources.flatMap((file) =>
    [...codeOf(file).matchAll(/from "@switchyard\/([a-z]+)/g)]
      .map(([, imported = ""]) => imported)
      .filter((imported) => layerOf(imported) >= layerOf(packageOf(file)))
      .map((imported) => `${file} imports ${imported}`),
  );
  expect(upward).toEqual([]);
});

test("a package declares what it imports, and imports what it declares", () => {
  const differences = [
    ...new Set(sources.map((file) => file.split("/").slice(0, 2).join("/"))),
  ].flatMap((folder) => {
    const manifest: unknown = JSON.parse(read(`${folder}/package.json`));
    const declared = Object.keys(dependenciesOf(manifest, "dependencies", "peerDependencies"));
    const imported = new Set(
      sources.filter((file) => file.startsWith(`${folder}/`)).flatMap(packagesImportedBy),
    );
    const lacking = [...imported].filter((name) => !declared.includes(name));
    // Types that a dependency's own declarations import are declared for the user's compiler; a peer
    // may be a client that the user makes and hands over.
    const idle = Object.keys(dependenciesOf(manifest, "dependencies")).filter(
      (name) => !imported.has(name) && !name.startsWith("@types/"),
    );
    return lacking
      .map((name) => `${folder} lacks ${name}`)
      .concat(idle.map((name) => `${folder} idles ${name}`));
  });
  expect(differences).toEqual([]);
});

test("only the edges read ambient time, chance and I/O", () => {
  const found = sources
    .filter((file) => !EDGES.some((edge) => edge.test(file)))
    .flatMap((file) => {
      const text = codeOf(file);
      return AMBIENT.filter(([pattern]) => pattern.test(text)).map(
        ([pattern, instead]) => `${file}: ${pattern.source}: ${instead}`,
      );
    });
  expect(found).toEqual([]);
});

describe("the repository", () => {
  test("has no file without a home", () => {
    const homeless = code.filter((file) =>
      /\/(utils?|common|helpers?|types|manager|base|misc)\.tsx?$|\/(utils|helpers|common)\//.test(
        file,
      ),
    );
    expect(homeless).toEqual([]);
  });

  test("leaves nothing for later in its code", () => {
    const marks = /\b(TODO|FIXME|XXX)\b|\b(it|test|describe)\.(skip|only|todo)\b|@ts-ignore/;
    const open = code.filter((file) => file !== "test/tidy.test.ts" && marks.test(read(file)));
    expect(open).toEqual([]);
  });

  test("names no registry host, no local path and no key", () => {
    const secret =
      /(https?:)?\/\/[a-z0-9.-]*(registry|mirror)[a-z0-9.-]*\.[a-z]+|\/(work|root|home)\/|\bsk-[A-Za-z0-9]{20,}/;
    const text = files.filter((file) =>
      /\.(tsx?|js|json|md|ya?ml|sh)$|^\.ci\/|^LICENSE$/.test(file),
    );
    const leaks = text.filter((file) => file !== "test/tidy.test.ts" && secret.test(read(file)));
    expect(leaks).toEqual([]);
  });

  test("keeps every package under the licence it states", () => {
    const manifests = files.filter((file) => /^(packages|apps)\/[a-z]+\/package\.json$/.test(file));
    const licences = manifests.map((file) => /"license": "([^"]+)"/.exec(read(file))?.[1]);
    expect(new Set(licences)).toEqual(new Set(["Apache-2.0"]));
  });
});

/** What a package brings along, and what it asks its user to bring. */
function dependenciesOf(
  manifest: unknown,
  ...kinds: readonly ("dependencies" | "peerDependencies")[]
): Readonly<Record<string, unknown>> {
  if (typeof manifest !== "object" || manifest === null) return {};
  const sections: Readonly<Record<string, unknown>> = { ...manifest };
  return Object.assign({}, ...kinds.map((kind) => sections[kind]));
}
