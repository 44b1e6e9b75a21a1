import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { CatalogDocument } from "@switchyard/contract";
import { makeCatalogLock, parseCatalogLock, parseYaml, type CatalogLock } from "@switchyard/policy";
import { createPriceRegistry } from "@switchyard/providers/registry";
import { EXIT } from "./exit-code.ts";
import type { Shell } from "./program.ts";
import { readText } from "./read-text.ts";

export interface RefreshOptions {
  readonly check?: true;
  readonly json?: true;
}

/** What a refresh changes, by model id. */
interface LockChange {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** Models without a price of their own that the registry does not know. */
  readonly unknown: readonly string[];
}

/**
 * Looks up what a catalogue omits and writes it beside the catalogue as `catalog.lock.json`.
 * Returns the exit code: 0, or 1 under `--check` when the lock would change. Throws for a bad file.
 */
export function refreshCatalog(file: string, options: RefreshOptions, shell: Shell): number {
  const { value } = parseYaml({ text: readText(file), file }, CatalogDocument, "catalogue");
  const lockFile = join(dirname(file), "catalog.lock.json");
  const fresh = makeCatalogLock(value, createPriceRegistry());
  const before = existsSync(lockFile) ? parseCatalogLock(readText(lockFile), lockFile) : undefined;
  const change = compareLocks(before, fresh, value);
  const isStale = !isDeepStrictEqual(before, fresh);
  if (isStale && options.check === undefined)
    writeFileSync(lockFile, `${JSON.stringify(fresh, undefined, 2)}\n`);
  const { source, asOf } = fresh;
  const report = { version: 1, file: lockFile, source, asOf, isStale, ...change };
  shell.write(options.json ? `${JSON.stringify(report)}\n` : describe(report, options));
  return isStale && options.check ? EXIT.findings : EXIT.ok;
}

function compareLocks(
  before: CatalogLock | undefined,
  { models }: CatalogLock,
  document: CatalogDocument,
): LockChange {
  const old = before?.models ?? {};
  const isSame = (id: string): boolean => isDeepStrictEqual(old[id], models[id]);
  return {
    added: Object.keys(models).filter((id) => !(id in old)),
    changed: Object.keys(models).filter((id) => id in old && !isSame(id)),
    removed: Object.keys(old).filter((id) => !(id in models)),
    unknown: Object.entries(document.models).flatMap(([id, { of, wireName, price }]) => {
      const isPricedAsAnother = of !== undefined && wireName === undefined;
      return id in models || isPricedAsAnother || price !== undefined ? [] : id;
    }),
  };
}

function describe(
  report: LockChange & {
    readonly file: string;
    readonly source: string;
    readonly isStale: boolean;
  },
  { check }: RefreshOptions,
): string {
  const done = check ? "is not up to date" : "was written";
  const lines = [
    `${report.file} ${report.isStale ? done : "is up to date"} (${report.source})`,
    ...report.added.map((id) => `  + ${id}`),
    ...report.changed.map((id) => `  ~ ${id}`),
    ...report.removed.map((id) => `  - ${id}`),
    ...report.unknown.map(
      (id) => `  ? ${id}: not in the registry; state its facts in the catalogue`,
    ),
  ];
  return `${lines.join("\n")}\n`;
}
