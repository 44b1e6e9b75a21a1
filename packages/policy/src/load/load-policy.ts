import {
  DocumentError,
  PolicyInput,
  type DocumentIssue,
  type Policy,
  type PolicyDocument,
} from "@switchyard/contract";
import { findUnmeasured } from "../lint/rules/unmeasured-quality.ts";
import { checkPolicy } from "./checks/check-policy.ts";
import { checkDocument } from "./check-document.ts";
import { findingsOutside } from "./check-shape.ts";
import { isDocumentSource, type DocumentSource } from "./document-source.ts";
import { expandInput } from "./expand-policy.ts";
import type { Finding } from "./finding.ts";
import { issuesOf } from "./issues-of.ts";
import type { Path } from "./json-pointer.ts";
import { normalisePolicy } from "./normalise-policy.ts";
import { valueAt } from "./plain-map.ts";
import { readValue } from "./read-value.ts";
import { readYaml } from "./read-yaml.ts";
import type { Locate } from "./source-map.ts";

/** A policy that was read, expanded and checked. */
export interface LoadedPolicy {
  readonly policy: Policy;
  /** With preset and defaults inlined. */
  readonly document: PolicyDocument;
  readonly warnings: readonly DocumentIssue[];
  /** Takes pointers into `document`; what a preset decided is found at its nearest ancestor. */
  readonly locate: Locate;
}

/**
 * Reads a policy from YAML or from code, inlines its preset and checks it on its own. Names of
 * models, providers and regions are checked by `createBundle`, which knows the catalogue.
 *
 * @throws DocumentError with every mistake; from YAML each has its file, line and column
 */
export function loadPolicy(source: DocumentSource | PolicyInput): LoadedPolicy {
  const raw = isDocumentSource(source) ? readYaml(source) : readValue(source);
  const input = checkDocument(raw, PolicyInput, "policy");
  const expanded = input.value === undefined ? undefined : expandInput(input.value);
  const document = expanded?.value;
  const mended = [...input.mended, ...(expanded?.mended ?? [])];
  const findings: Finding[] = [
    ...input.findings,
    ...findingsOutside(expanded?.findings ?? [], input.mended.map(withOwner)),
  ];
  if (document !== undefined && !mended.some((path) => isDeclaration(path, document))) {
    findings.push(...findingsOutside(checkPolicy(document), mended));
  }
  if (findings.length > 0 || document === undefined) {
    throw new DocumentError("policy", issuesOf(findings, raw.map));
  }
  const policy = normalisePolicy(document);
  const warnings = issuesOf(findUnmeasured(policy), raw.map);
  return { policy, document, warnings, locate: raw.map.locate };
}

/** What has no name of its own yet cannot be talked about: its other mistakes wait. */
function withOwner(path: Path): Path {
  return path.at(-1) === "id" ? path.slice(0, -1) : path;
}

/** Where names are declared: after a guess there, every use of the real name would look wrong. */
function isDeclaration(path: Path, document: PolicyDocument): boolean {
  const isNaming = path.length === 0 || path[0] === "domains" || path.at(-1) === "id";
  return isNaming && valueAt(document, path) !== undefined;
}
