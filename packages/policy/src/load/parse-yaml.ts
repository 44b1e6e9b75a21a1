import { DocumentError } from "@switchyard/contract";
import type { z } from "zod";
import { checkDocument } from "./check-document.ts";
import type { DocumentSource } from "./document-source.ts";
import { issuesOf } from "./issues-of.ts";
import { readYaml } from "./read-yaml.ts";
import type { Locate } from "./source-map.ts";

/** A document of a known shape, and where its values stand in its file. */
export interface ParsedYaml<T> {
  readonly value: T;
  readonly locate: Locate;
}

/**
 * Reads one YAML document of a known shape.
 *
 * @param what names the document in the error, such as `scenario`
 * @throws DocumentError with every mistake and its position
 */
export function parseYaml<T>(
  source: DocumentSource,
  schema: z.ZodType<T>,
  what: string,
): ParsedYaml<T> {
  const raw = readYaml(source);
  const { findings, value } = checkDocument(raw, schema, what);
  if (findings.length > 0 || value === undefined) {
    throw new DocumentError(what, issuesOf(findings, raw.map));
  }
  return { value, locate: raw.map.locate };
}
