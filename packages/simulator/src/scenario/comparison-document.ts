import { Id } from "@switchyard/contract";
import { z } from "zod";
import { PolicyChange } from "../faults/families/router-fault.ts";
import { CheckDocument } from "./check-document.ts";
import type { PolicySet } from "./change-bundle.ts";

/** The same rehearsal with something else than written. */
export interface ComparisonDocument {
  readonly name: string;
  /** An earlier comparison, whose changes of the policy it begins with. Default: none. */
  readonly from?: string;
  /**
   * New values by JSON pointer into the policy; an entry of a list may be named by its id, and null
   * takes a value away. Default: the policy as it is.
   */
  readonly policy?: PolicySet;
  /** What is expected of it. Default: nothing. */
  readonly expect?: readonly CheckDocument[];
}

/** Parses a comparison. Strict. */
export const ComparisonDocument: z.ZodType<ComparisonDocument> = z.strictObject({
  name: Id,
  from: Id.exactOptional(),
  policy: PolicyChange.exactOptional(),
  expect: z.array(CheckDocument).min(1).max(200).exactOptional(),
});
