import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { loadCatalog, parseCatalogLock, type LoadedCatalog } from "@switchyard/policy";
import { readText } from "./read-text.ts";

/** Reads a catalogue's file, with the lock where it stands beside it. */
export function openCatalog(file: string): LoadedCatalog {
  const lockFile = join(dirname(file), "catalog.lock.json");
  const source = { text: readText(file), file };
  if (!existsSync(lockFile)) return loadCatalog(source);
  return loadCatalog(source, parseCatalogLock(readText(lockFile), lockFile));
}
