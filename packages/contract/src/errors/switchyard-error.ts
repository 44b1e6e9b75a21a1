/** A brand that survives several installed copies of this package. */
const MARKER = "isSwitchyardError";

/** Codes of {@link SwitchyardError}, one per class. */
export type ErrorCode =
  | "document-invalid"
  | "configuration-invalid"
  | "request-invalid"
  | "route-refused"
  | "ladder-exhausted"
  | "deadline-exceeded"
  | "budget-exhausted"
  | "quota-exhausted"
  | "ask-aborted"
  | "stream-cut";

/**
 * Base of every error that Switchyard throws on purpose. Its message names the value, the rule
 * and the way out.
 */
export abstract class SwitchyardError extends Error {
  abstract readonly code: ErrorCode;
  readonly isSwitchyardError = true as const;

  override get name(): string {
    return this.constructor.name;
  }

  /** Recognises an error of any installed copy of this package. */
  static isInstance(value: unknown): value is SwitchyardError {
    return typeof value === "object" && value !== null && MARKER in value;
  }
}
