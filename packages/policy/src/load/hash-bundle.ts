import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Catalog, Policy } from "@switchyard/contract";
import canonicalize from "canonicalize";

/** Counts up when the same documents begin to mean something else. */
export const SEMANTICS_VERSION = 1;

/**
 * SHA-256 over policy, catalogue and semantics version, 64 hex digits. Both are written as
 * canonical JSON (RFC 8785), so that neither key order nor comments nor spelling matter.
 */
export function hashBundle(policy: Policy, catalog: Catalog): string {
  const text = `${canonicalize(policy)}${canonicalize(catalog)}${SEMANTICS_VERSION}`;
  return bytesToHex(sha256(utf8ToBytes(text)));
}
