import type { DocumentIssue } from "@switchyard/contract";
import type { Finding } from "./finding.ts";
import { pointerOf } from "./json-pointer.ts";
import type { SourceMap } from "./source-map.ts";

/** Looks up the places of findings; ordered as they stand in the file, each once. */
export function issuesOf(findings: readonly Finding[], map: SourceMap): readonly DocumentIssue[] {
  const issues = new Map<string, DocumentIssue>();
  for (const { path, at, position, message, rule } of findings) {
    const pointer = pointerOf(path);
    const found = position ?? (at === "key" ? map.locateKey(pointer) : map.locate(pointer));
    issues.set(`${pointer} ${message}`, {
      ...(found && { position: found }),
      pointer,
      message,
      ...(rule && { rule }),
    });
  }
  return [...issues.values()].toSorted(byPosition);
}

function byPosition(left: DocumentIssue, right: DocumentIssue): number {
  const { position: a } = left;
  const { position: b } = right;
  return a === undefined || b === undefined ? 0 : a.line - b.line || a.column - b.column;
}
