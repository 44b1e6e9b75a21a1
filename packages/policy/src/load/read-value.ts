import type { Finding } from "./finding.ts";
import { HALF_CHARACTER, isWellFormed } from "./is-well-formed.ts";
import type { Path } from "./json-pointer.ts";
import type { RawDocument } from "./read-yaml.ts";
import { isReservedKey } from "./reserved-key.ts";
import { NO_SOURCE_MAP } from "./source-map.ts";

/** Deeper values are no documents. */
const DEPTH_MAX = 40;

/** Takes a document made in code. It has the rules of a file, but no positions. */
export function readValue(value: unknown): RawDocument {
  const findings: Finding[] = [];
  checkTexts(value, [], findings, new Set());
  return { value, map: NO_SOURCE_MAP, syntax: [], findings, mended: [] };
}

/** `seen` ends cycles, and keeps shared parts from being walked once for every way to them. */
function checkTexts(value: unknown, path: Path, findings: Finding[], seen: Set<object>): void {
  if (typeof value === "string" && !isWellFormed(value)) {
    findings.push({ path, message: HALF_CHARACTER });
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  if (path.length > DEPTH_MAX) {
    findings.push({ path, message: `the document nests deeper than ${DEPTH_MAX} levels` });
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    const entryPath = [...path, Array.isArray(value) ? Number(key) : key];
    if (isReservedKey(key)) {
      const message = `\`${key}\` is reserved and cannot be a key; rename it`;
      findings.push({ path: entryPath, message });
    } else if (!isWellFormed(key)) {
      findings.push({ path, message: HALF_CHARACTER });
    } else {
      checkTexts(entry, entryPath, findings, seen);
    }
  }
}
