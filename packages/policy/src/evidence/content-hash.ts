import canonicalize from "canonicalize";
import { z } from "zod";
import { sha256Hex } from "../load/sha256-hex.ts";

/** SHA-256 as `sha256sum` prints it. */
export const Sha256Text: z.ZodType<string> = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: "write a SHA-256 as 64 lower-case hex digits" });

/** A piece of evidence that carries the hash of everything else it says. */
export interface Sealed {
  /** SHA-256 of all other keys, as canonical JSON (RFC 8785). */
  readonly sha256: string;
}

/**
 * SHA-256 of all keys but `sha256`, where the hash belongs. It tells an edit, a slip or a bad copy;
 * it is no signature: whoever changes a file on purpose can seal it anew.
 */
export function contentHash(evidence: object): string {
  const content = Object.entries(evidence).filter(([key]) => key !== "sha256");
  return sha256Hex(canonicalize(Object.fromEntries(content)) ?? "");
}

/** Whether nothing was changed since it was sealed. Layout and order of keys do not matter. */
export function isIntact(evidence: Sealed): boolean {
  return evidence.sha256 === contentHash(evidence);
}
