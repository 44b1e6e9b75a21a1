import { DocumentError } from "@switchyard/contract";
import type { z } from "zod";
import { checkShape, findingsOutside, type ShapeCheck } from "./check-shape.ts";
import type { RawDocument } from "./read-yaml.ts";

/**
 * Checks the shape of a document that was read, adding to its findings.
 *
 * @throws DocumentError when the text is no YAML
 */
export function checkDocument<T>(
  raw: RawDocument,
  schema: z.ZodType<T>,
  what: string,
): ShapeCheck<T> {
  if (raw.syntax.length > 0) throw new DocumentError(what, raw.syntax);
  const shape = checkShape(raw.value, schema);
  const added = findingsOutside(shape.findings, raw.mended);
  return {
    ...shape,
    findings: [...raw.findings, ...added],
    mended: [...raw.mended, ...shape.mended],
  };
}
