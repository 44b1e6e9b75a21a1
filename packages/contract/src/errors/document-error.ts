import type { SourcePosition } from "../bundle/bundle.ts";
import { SwitchyardError } from "./switchyard-error.ts";

/** One mistake in a document. */
export interface DocumentIssue {
  /** Absent for a document made in code. */
  readonly position?: SourcePosition;
  /** JSON pointer of the value. */
  readonly pointer: string;
  /** The value, the rule and the way out, in one sentence. */
  readonly message: string;
  /** Id of the lint rule that it breaks. Absent: `R01`, the document's own form. */
  readonly rule?: string;
}

/** Renders an issue as `file:line:column pointer message`. */
export function formatIssue({ position, pointer, message }: DocumentIssue): string {
  const place =
    position === undefined ? "" : `${position.file}:${position.line}:${position.column} `;
  return `${place}${pointer === "" ? "" : `${pointer}: `}${message}`;
}

/** A policy, catalogue or scenario has mistakes; all of them are listed. */
export class DocumentError extends SwitchyardError {
  readonly code = "document-invalid";
  readonly issues: readonly DocumentIssue[];

  constructor(what: string, issues: readonly DocumentIssue[]) {
    const count = issues.length === 1 ? "1 mistake" : `${issues.length} mistakes`;
    super(`${what} has ${count}:\n${issues.map((issue) => `  ${formatIssue(issue)}`).join("\n")}`);
    this.issues = issues;
  }
}

/** The router or a provider was set up with something it cannot use. */
export class ConfigurationError extends SwitchyardError {
  readonly code = "configuration-invalid";
}
