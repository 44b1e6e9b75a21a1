import type { CatalogDocument, PolicyInput } from "@switchyard/contract";
import {
  createBundle,
  loadCatalog,
  loadPolicy,
  parseCatalogLock,
  type DocumentSource,
  type LoadedBundle,
} from "@switchyard/policy";

/** All that a bundle is made of, read and not yet checked. */
export interface BundleDocuments {
  readonly policy: DocumentSource | PolicyInput;
  readonly catalog: DocumentSource | CatalogDocument;
  /** `catalog.lock.json`, where there is one. */
  readonly lock?: DocumentSource;
}

/** Checks the documents together. Throws `DocumentError` with every mistake of one. */
export function loadBundle({ policy, catalog, lock }: BundleDocuments): LoadedBundle {
  const known = lock === undefined ? undefined : parseCatalogLock(lock.text, lock.file);
  return createBundle(loadPolicy(policy), loadCatalog(catalog, known));
}
