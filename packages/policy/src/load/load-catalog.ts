import {
  CatalogDocument,
  DocumentError,
  type Catalog,
  type DocumentIssue,
  type Model,
} from "@switchyard/contract";
import type { CatalogLock } from "./catalog-lock.ts";
import { checkDocument } from "./check-document.ts";
import { findingsOutside } from "./check-shape.ts";
import { checkCatalog } from "./checks/check-catalog.ts";
import { isDocumentSource, type DocumentSource } from "./document-source.ts";
import type { Finding } from "./finding.ts";
import { issuesOf } from "./issues-of.ts";
import type { Path } from "./json-pointer.ts";
import { mapRecord } from "./map-record.ts";
import { readValue } from "./read-value.ts";
import { readYaml } from "./read-yaml.ts";
import { resolveModel } from "./resolve-model.ts";
import { showNames } from "./show-value.ts";
import type { Locate } from "./source-map.ts";

/** A catalogue that was read, resolved and checked. */
export interface LoadedCatalog {
  readonly catalog: Catalog;
  readonly document: CatalogDocument;
  readonly warnings: readonly DocumentIssue[];
  readonly locate: Locate;
}

const REFRESH = "run `switchyard catalog refresh`";

/** Facts that a registry can look up. */
const LOCKABLE: ReadonlySet<string> = new Set(["contextTokens", "capabilities", "price"]);

/**
 * Reads a catalogue from YAML or from code and resolves every model: what the catalogue states
 * holds, else what the lock states; what neither states is an error, never a default.
 *
 * @throws DocumentError with every mistake; from YAML each has its file, line and column
 */
export function loadCatalog(
  source: DocumentSource | CatalogDocument,
  lock?: CatalogLock,
): LoadedCatalog {
  const raw = isDocumentSource(source) ? readYaml(source) : readValue(source);
  const shape = checkDocument(raw, CatalogDocument, "catalogue");
  const findings: Finding[] = [...shape.findings];
  const document = shape.value;
  const resolution = document === undefined ? undefined : resolveModels(document, lock);
  if (document !== undefined && resolution !== undefined && shape.mended.every(isDetail)) {
    const more = [...checkCatalog(document), ...resolution.findings];
    findings.push(...findingsOutside(more, shape.mended));
  }
  if (findings.length > 0 || document === undefined || resolution === undefined) {
    throw new DocumentError("catalogue", issuesOf(findings, raw.map));
  }
  const catalog = normaliseCatalog(document, resolution.models);
  const warnings = issuesOf(strayLockEntries(document, lock), raw.map);
  return { catalog, document, warnings, locate: raw.map.locate };
}

/** Whether a mended place declares no model and no provider that others may name. */
function isDetail(path: Path): boolean {
  return path.length > 2;
}

interface Resolution {
  readonly models: Readonly<Record<string, Model>>;
  readonly findings: readonly Finding[];
}

function resolveModels(document: CatalogDocument, lock: CatalogLock | undefined): Resolution {
  const models: Record<string, Model> = {};
  const findings: Finding[] = [];
  for (const id of Object.keys(document.models)) {
    const resolved = resolveModel(id, document, lock);
    if (resolved.ok) models[id] = resolved.model;
    else findings.push(...missingFacts(id, resolved.missing));
  }
  return { models, findings };
}

function missingFacts(id: string, missing: readonly string[]): readonly Finding[] {
  const path = ["models", id];
  const stated = missing.filter((fact) => !LOCKABLE.has(fact));
  const lockable = missing.filter((fact) => LOCKABLE.has(fact));
  const findings: Finding[] = [];
  if (stated.length > 0) {
    const names = showNames(stated).replace(" or ", " and ");
    findings.push({ path, message: `model \`${id}\` has no ${names}; state it in the catalogue` });
  }
  for (const fact of lockable) {
    const way = `state \`${fact}:\` in the catalogue, or ${REFRESH} to write catalog.lock.json`;
    const message = `model \`${id}\` has no ${fact}; ${way}`;
    findings.push({ path, message });
  }
  return findings;
}

function normaliseCatalog(
  document: CatalogDocument,
  models: Readonly<Record<string, Model>>,
): Catalog {
  return {
    asOf: document.asOf,
    providers: mapRecord(document.providers, ({ api, keys, zeroRetention, endpoints }, id) => ({
      id,
      api,
      keys,
      zeroRetention,
      endpoints: mapRecord(endpoints, (endpoint) => endpoint),
    })),
    sharedEdges: mapRecord(document.sharedEdges ?? {}, (names) => names.toSorted()),
    models: mapRecord(models, (model) => model),
    quality: mapRecord(document.quality?.scores ?? {}, (scores) =>
      mapRecord(scores, (score) => score),
    ),
  };
}

function strayLockEntries(
  { models }: CatalogDocument,
  lock: CatalogLock | undefined,
): readonly Finding[] {
  return Object.keys(lock?.models ?? {})
    .filter((id) => !Object.hasOwn(models, id))
    .map((id) => ({
      path: ["models"],
      message: `catalog.lock.json knows \`${id}\`, the catalogue does not; ${REFRESH}`,
    }));
}
