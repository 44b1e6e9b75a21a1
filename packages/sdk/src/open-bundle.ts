import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { ConfigurationError, type CatalogDocument, type PolicyInput } from "@switchyard/contract";
import { nearest, type DocumentSource, type LoadedBundle } from "@switchyard/policy";
import { loadBundle, type BundleDocuments } from "./source/load-bundle.ts";

/** Policies that come with Switchyard, by the name they are opened under. */
const SHIPPED_POLICIES: Readonly<Record<string, string>> = {
  "builtin/support-platform": "policy.yaml",
  "builtin/starter": "starter.yaml",
  "builtin/founding": "founding.yaml",
};
const SHIPPED_CATALOG = "builtin/catalog";
const SHIPPED_CATALOGS: Readonly<Record<string, string>> = { [SHIPPED_CATALOG]: "catalog.yaml" };
const CATALOG_FILE = "catalog.yaml";
const LOCK_FILE = "catalog.lock.json";

export interface BundleSources {
  /**
   * A path, the document itself, or one of `builtin/support-platform`, `builtin/starter` and
   * `builtin/founding`. Default: `builtin/support-platform`.
   */
  readonly policy?: string | PolicyInput;
  /**
   * A path, the document itself, or `builtin/catalog`. Default: `catalog.yaml` beside the policy's
   * file if there is one, else `builtin/catalog`.
   */
  readonly catalog?: string | CatalogDocument;
}

/**
 * Reads a policy and its catalogue, with `catalog.lock.json` where it stands beside the
 * catalogue, and checks them together.
 *
 * Throws `DocumentError` with every mistake of a document, and `ConfigurationError` for a file
 * that cannot be read.
 */
export function openBundle(sources: BundleSources = {}): LoadedBundle {
  return loadBundle(readBundle(sources));
}

/** Reads the files that the sources name. Throws `ConfigurationError` for one that it cannot. */
export function readBundle({
  policy = "builtin/support-platform",
  catalog = catalogBeside(policy),
}: BundleSources): BundleDocuments {
  return {
    policy: typeof policy === "string" ? readDocument("policy", policy, SHIPPED_POLICIES) : policy,
    ...(typeof catalog === "string" ? readCatalog(catalog) : { catalog }),
  };
}

function catalogBeside(policy: string | PolicyInput): string {
  if (typeof policy !== "string" || policy in SHIPPED_POLICIES) return SHIPPED_CATALOG;
  const beside = join(dirname(policy), CATALOG_FILE);
  return existsSync(beside) ? beside : SHIPPED_CATALOG;
}

function readCatalog(name: string): Pick<BundleDocuments, "catalog" | "lock"> {
  const catalog = readDocument("catalogue", name, SHIPPED_CATALOGS);
  const file = join(dirname(pathOf(name, SHIPPED_CATALOGS)), LOCK_FILE);
  if (!existsSync(file)) return { catalog };
  return { catalog, lock: { text: readFileSync(file, "utf8"), file } };
}

function readDocument(
  what: string,
  name: string,
  shipped: Readonly<Record<string, string>>,
): DocumentSource {
  try {
    return { text: readFileSync(pathOf(name, shipped), "utf8"), file: name };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const meant = nearest(name, [...Object.keys(shipped), ...filesBeside(name)]);
    const wayOut =
      meant === undefined
        ? `Give a path from the current folder, or one of ${Object.keys(shipped).join(", ")}.`
        : `Did you mean ${meant}?`;
    throw new ConfigurationError(`The ${what} ${name} cannot be read (${cause}). ${wayOut}`, {
      cause: error,
    });
  }
}

function pathOf(name: string, shipped: Readonly<Record<string, string>>): string {
  const file = Object.hasOwn(shipped, name) ? shipped[name] : undefined;
  if (file === undefined) return name;
  return createRequire(import.meta.url).resolve(`@switchyard/policy/shipped/${file}`);
}

/** Paths a mistyped one may mean: YAML files of its folder, spelt with that folder. */
function filesBeside(name: string): readonly string[] {
  const folder = dirname(name);
  if (!existsSync(folder)) return [];
  const typedFolder = name.slice(0, name.length - basename(name).length);
  return readdirSync(folder)
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => `${typedFolder}${file}`);
}
