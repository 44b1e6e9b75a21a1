import { readFileSync } from "node:fs";
import { DocumentError, formatIssue, SwitchyardError, type Bundle } from "@switchyard/contract";
import {
  createBundle,
  diffBundles,
  loadPolicy,
  NodeBudgetError,
  type LoadedBundle,
  type LoadedPolicy,
  type ReviewedDiff,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { policyChanges, type FreshPush } from "@switchyard/simulator";
import { parse } from "yaml";

/** What a policy file comes to beside the policy in force. */
export type PolicyReading = { readonly path: string } & (
  | {
      readonly kind: "valid";
      readonly loaded: LoadedBundle;
      readonly set: FreshPush["set"];
      /** In words, where the policies are too large to be compared. */
      readonly diff: ReviewedDiff | string;
    }
  /** A document that no router takes, and why. */
  | {
      readonly kind: "invalid";
      readonly problems: readonly string[];
      readonly set: FreshPush["set"];
    }
  /** No document. */
  | { readonly kind: "unreadable"; readonly problems: readonly string[] }
);

export interface ReadPolicyOptions {
  /** What the rehearsal began with; its catalogue stays. */
  readonly first: LoadedBundle;
  readonly inForce: Bundle;
  /** The day whose prices count. */
  readonly atMs: number;
}

/** Reads a policy file or `builtin/NAME`, and compares it with the policy in force. */
export function readPolicy(path: string, options: ReadPolicyOptions): PolicyReading {
  const { first, inForce, atMs } = options;
  const text = textOf(path);
  try {
    const loaded = createBundle(policyOf(path, text), first.catalog);
    const set = policyChanges(first.policy.document, loaded.policy.document);
    return { kind: "valid", path, loaded, set, diff: diffOf(inForce, loaded, path, atMs) };
  } catch (error) {
    if (!SwitchyardError.isInstance(error)) throw error;
    const problems =
      error instanceof DocumentError ? error.issues.map(formatIssue) : [error.message];
    const document = documentIn(text);
    if (document === undefined) return { kind: "unreadable", path, problems };
    return { kind: "invalid", path, problems, set: policyChanges(first.policy.document, document) };
  }
}

/** Undefined: it is no file that can be read. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** What is no file is shipped, or told with the names that may be meant. */
function policyOf(path: string, text: string | undefined): LoadedPolicy {
  return text === undefined
    ? openBundle({ policy: path }).policy
    : loadPolicy({ text, file: path });
}

function diffOf(
  inForce: Bundle,
  { bundle, policy }: LoadedBundle,
  path: string,
  atMs: number,
): ReviewedDiff | string {
  const evidence = { artefacts: [], drills: [], nowMs: atMs, policyFile: path };
  const suppressions = policy.document.suppress ?? [];
  try {
    return diffBundles(inForce, bundle, { atMs, suppressions, evidence });
  } catch (error) {
    if (error instanceof NodeBudgetError) return error.message;
    throw error;
  }
}

/** The document of a file that has mistakes; undefined: it is none at all. */
function documentIn(text: string | undefined): object | undefined {
  try {
    const document: unknown = parse(text ?? "");
    const isDocument = typeof document === "object" && document !== null;
    return isDocument && !Array.isArray(document) ? document : undefined;
  } catch {
    return undefined;
  }
}
