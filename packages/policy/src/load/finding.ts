import type { SourcePosition } from "@switchyard/contract";
import type { Path } from "./json-pointer.ts";

/** A mistake before its place in a file is looked up. */
export interface Finding {
  /** The value it is about; for a missing value, the place where it belongs. */
  readonly path: Path;
  /** Which position to show: the key's own or the value's. Default: the value's. */
  readonly at?: "key" | "value";
  /** The position, where the path alone does not tell it. */
  readonly position?: SourcePosition;
  /** Other values that the mistake depends on, as when two are compared. */
  readonly related?: readonly Path[];
  /** The value, the rule and the way out, in one sentence. */
  readonly message: string;
  /** Id of the lint rule that it breaks. Absent: `R01`, the document's own form. */
  readonly rule?: DocumentRule;
}

/** Lint rules that reading a document enforces: undeclared name, name given twice, circle. */
export type DocumentRule = "R02" | "R03" | "R05";
