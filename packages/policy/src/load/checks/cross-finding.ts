import type { Finding } from "../finding.ts";

/** A finding that only policy and catalogue together show. */
export interface CrossFinding extends Finding {
  /** The document that `path` is in. */
  readonly document: "policy" | "catalog";
}
