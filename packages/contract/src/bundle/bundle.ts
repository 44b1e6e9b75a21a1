import type { Catalog } from "./catalog.ts";
import type { Policy } from "./policy.ts";

/** Where a value stands in a file: counted from one. */
export interface SourcePosition {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** Policy and resolved catalogue, content-hashed: all that a decision depends on but the request. */
export interface Bundle {
  /** SHA-256 of policy, resolved catalogue and semantics version, 64 hex digits. */
  readonly hash: string;
  readonly policy: Policy;
  readonly catalog: Catalog;
}
