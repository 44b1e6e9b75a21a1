import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ConfigurationError } from "@switchyard/contract";
import {
  createBundle,
  loadCatalog,
  loadPolicy,
  parseCatalogLock,
  type LoadedBundle,
  type LoadedCatalog,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { commitOf, textAt } from "./git-file.ts";

/** One side of a diff. */
export interface DiffedBundle {
  readonly loaded: LoadedBundle;
  /** How it was named. */
  readonly name: string;
  /** The files, where it is not of a revision. */
  readonly files?: { readonly policy: string; readonly catalog?: string };
}

/** Where to look inside a folder or a revision. */
export interface SidePaths {
  readonly policy: string;
  readonly catalog?: string;
}

/**
 * Opens a file, a folder, or a git revision, in this order: a path that is there goes before a
 * revision of the same name.
 *
 * Throws `DocumentError` for a document with mistakes, and `ConfigurationError` where nothing has
 * the name.
 */
export function openSide(name: string, paths: SidePaths): DiffedBundle {
  if (existsSync(name)) {
    return statSync(name).isDirectory()
      ? openFiles(name, {
          policy: join(name, paths.policy),
          ...(paths.catalog !== undefined && { catalog: join(name, paths.catalog) }),
        })
      : openFiles(name, { ...paths, policy: name });
  }
  if (name.startsWith("builtin/")) return openFiles(name, { policy: name });
  const colon = name.indexOf(":");
  const revision = colon < 0 ? name : name.slice(0, colon);
  const commit = commitOf(revision);
  if (commit === undefined) {
    throw new ConfigurationError(
      `${name} is no file, no folder and no git revision here. Name one, such as policy.yaml or main.`,
    );
  }
  const policy = colon < 0 ? paths.policy : name.slice(colon + 1);
  return { loaded: openCommit(commit, revision, { ...paths, policy }), name };
}

function openFiles(name: string, files: SidePaths): DiffedBundle {
  return { loaded: openBundle(files), name, files };
}

function openCommit(commit: string, revision: string, paths: SidePaths): LoadedBundle {
  const text = textAt(commit, paths.policy);
  if (text === undefined) {
    throw new ConfigurationError(
      `Revision ${revision} has no file ${paths.policy}. Give its path there with --policy.`,
    );
  }
  const policy = loadPolicy({ text, file: `${revision}:${paths.policy}` });
  return createBundle(policy, catalogAt(commit, revision, paths));
}

/** The catalogue beside the policy with its lock; without one, the catalogue that is shipped. */
function catalogAt(commit: string, revision: string, paths: SidePaths): LoadedCatalog {
  const path = paths.catalog ?? join(dirname(paths.policy), "catalog.yaml");
  const text = textAt(commit, path);
  if (text === undefined) {
    if (paths.catalog === undefined) return openBundle().catalog;
    throw new ConfigurationError(
      `Revision ${revision} has no file ${path}. Give its path there with --catalog.`,
    );
  }
  const lockPath = join(dirname(path), "catalog.lock.json");
  const lock = textAt(commit, lockPath);
  const source = { text, file: `${revision}:${path}` };
  if (lock === undefined) return loadCatalog(source);
  return loadCatalog(source, parseCatalogLock(lock, `${revision}:${lockPath}`));
}
