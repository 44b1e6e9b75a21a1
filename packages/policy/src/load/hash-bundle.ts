import type { Catalog, Policy } from "@switchyard/contract";
import canonicalize from "canonicalize";
import { sha256Hex } from "./sha256-hex.ts";

/** Counts up when the same documents begin to mean something else. */
export const SEMANTICS_VERSION = 1;

/**
 * SHA-256 over policy, catalogue and semantics version, 64 hex digits. Both are written as
 * canonical JSON (RFC 8785), so that neither key order nor comments nor spelling matter.
 */
export function hashBundle(policy: Policy, catalog: Catalog): string {
  return sha256Hex(`${canonicalize(policy)}${canonicalize(catalog)}${SEMANTICS_VERSION}`);
}
