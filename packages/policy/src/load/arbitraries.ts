import { readFileSync } from "node:fs";
import { DocumentError } from "@switchyard/contract";
import * as fc from "fast-check";
import { parseCatalogLock, type CatalogLock } from "./catalog-lock.ts";
import type { DocumentSource } from "./document-source.ts";
import { loadCatalog, type LoadedCatalog } from "./load-catalog.ts";
import { withValueAt } from "./plain-map.ts";
import { readYaml } from "./read-yaml.ts";

/** A file of `shipped/`, as its user would read it. */
export function shippedSource(file: string): DocumentSource {
  const url = new URL(`../../shipped/${file}`, import.meta.url);
  return { text: readFileSync(url, "utf8"), file };
}

export function shippedLock(): CatalogLock {
  const { text, file } = shippedSource("catalog.lock.json");
  return parseCatalogLock(text, file);
}

export function shippedCatalog(): LoadedCatalog {
  return loadCatalog(shippedSource("catalog.yaml"), shippedLock());
}

const FRAGMENTS = [
  ..."\n:-,[]{}&*!|>'\"%@#?",
  "\n  ",
  ": ",
  "- ",
  "&a ",
  "*a",
  "<<: *a\n",
  "---\n",
  "...\n",
  "!!int ",
  "!x ",
  "\t",
  "null",
  ".nan",
  "-.inf",
  "0x1F",
  "1e999",
  "__proto__: 1\n",
  "constructor",
  "\u0000",
  "\uFEFF",
  "\uD800",
  "$9",
  "9s",
  "-1",
  "{a: {a: {a: ",
];

/** Any text, lone surrogates and control characters too. */
export function someCodeUnits(lengthMax: number): fc.Arbitrary<string> {
  return fc
    .array(fc.nat({ max: 0xffff }), { maxLength: lengthMax })
    .map((units) => String.fromCharCode(...units));
}

/** One of the texts with a few pieces cut out, doubled or put in where they do not belong. */
export function aMutationOf(texts: readonly string[]): fc.Arbitrary<string> {
  const anEdit = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 12 }),
    put: fc.oneof(fc.constantFrom(...FRAGMENTS), someCodeUnits(4)),
    copyFrom: fc.option(fc.nat()),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.array(anEdit, { minLength: 1, maxLength: 4 }))
    .map(([text, edits]) =>
      edits.reduce((mutated, { at, cut, put, copyFrom }) => {
        const start = at % (text.length + 1);
        const from = copyFrom === null ? undefined : copyFrom % (text.length + 1);
        const piece = from === undefined ? put : text.slice(from, from + 30);
        return mutated.slice(0, start) + piece + mutated.slice(start + cut);
      }, text),
    );
}

/** A shipped file with one value replaced, as text; undefined takes the key away. JSON is YAML. */
export function shippedWith(file: string, ...edits: readonly Edit[]): DocumentSource {
  const { value } = readYaml(shippedSource(file));
  const edited = edits.reduce((root, [pointer, put]) => {
    const path = pointer.split("/").slice(1);
    return withValueAt(root, path.map(unescapeKey), put);
  }, value);
  return { text: JSON.stringify(edited), file };
}

/** A JSON pointer and the value that goes there. */
export type Edit = readonly [pointer: string, value: unknown];

function unescapeKey(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}

/** Runs something that may refuse its documents, and tells what it refused. */
export function issuesOfRun(run: () => unknown): readonly string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.issues.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
}
