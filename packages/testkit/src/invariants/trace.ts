import type {
  Answer,
  AskRequest,
  CatalogDocument,
  PolicyDocument,
  SwitchyardEvent,
} from "@switchyard/contract";

/** The two documents of a bundle, after preset and defaults were inlined. */
export interface BundleDocuments {
  readonly policy: PolicyDocument;
  readonly catalog: CatalogDocument;
}

/** One ask as its caller saw it. */
export interface AskRecord {
  readonly request: AskRequest;
  /** Wall-clock milliseconds since 1970 at which the caller aborted it. Absent: never. */
  readonly abortedAtMs?: number;
  /** Exactly one of the two is there. */
  readonly answer?: Answer;
  readonly error?: unknown;
}

/** A finished run of a router, as invariants read it. */
export interface Trace {
  /** The bundles that were in force, by the first 12 hex digits of their hash. */
  readonly bundles: Readonly<Record<string, BundleDocuments>>;
  /** In the order they were recorded. */
  readonly events: readonly SwitchyardEvent[];
  /** By ask id, as far as the callers were watched; events alone do not tell what was asked. */
  readonly asks?: Readonly<Record<string, AskRecord>>;
}
