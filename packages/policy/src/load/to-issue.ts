import type { DocumentIssue } from "@switchyard/contract";
import type { CrossFinding } from "./checks/cross-finding.ts";
import { pointerOf } from "./json-pointer.ts";
import type { Locate } from "./source-map.ts";

/** Looks up the place of a finding in policy or catalogue. */
export function toIssue(
  { document, path, rule, message }: CrossFinding,
  policy: { readonly locate: Locate },
  catalog: { readonly locate: Locate },
): DocumentIssue {
  const pointer = pointerOf(path);
  const position = (document === "policy" ? policy : catalog).locate(pointer);
  const prefix = document === "policy" ? "" : "catalog:";
  return {
    ...(position && { position }),
    pointer: `${prefix}${pointer}`,
    message,
    ...(rule && { rule }),
  };
}
