import type { Rejection } from "../bundle/decision.ts";
import type { QuotaLimit } from "../ports/quota-port.ts";
import type { AttemptSummary } from "../request/ask.ts";
import { SwitchyardError } from "./switchyard-error.ts";

/** One field of a request that is wrong. */
export interface RequestIssue {
  readonly field: string;
  readonly message: string;
}

/** The request is not one the policy's domains know. */
export class InvalidRequestError extends SwitchyardError {
  readonly code = "request-invalid";
  readonly issues: readonly RequestIssue[];

  constructor(issues: readonly RequestIssue[]) {
    super(`The request is invalid. ${issues.map(({ message }) => message).join(" ")}`);
    this.issues = issues;
  }
}

/** The policy has no route for the request's class, or bars every candidate for good. */
export class RouteRefusedError extends SwitchyardError {
  readonly code = "route-refused";
  readonly rejections: readonly Rejection[];

  constructor(message: string, rejections: readonly Rejection[] = []) {
    super(message);
    this.rejections = rejections;
  }
}

/** Every rung failed and the ladder has no `static` one. */
export class LadderExhaustedError extends SwitchyardError {
  readonly code = "ladder-exhausted";
  readonly attempts: readonly AttemptSummary[];

  constructor(message: string, attempts: readonly AttemptSummary[], cause?: unknown) {
    super(message, { cause });
    this.attempts = attempts;
  }
}

/** The time was over and the ladder has no `static` rung. */
export class DeadlineExceededError extends SwitchyardError {
  readonly code = "deadline-exceeded";
  readonly slaMs: number;
  readonly attempts: readonly AttemptSummary[];

  constructor(message: string, slaMs: number, attempts: readonly AttemptSummary[]) {
    super(message);
    this.slaMs = slaMs;
    this.attempts = attempts;
  }
}

/** A budget lacked the money and the ladder has no `static` rung. */
export class BudgetExhaustedError extends SwitchyardError {
  readonly code = "budget-exhausted";
  readonly budgetId: string;
  readonly neededMicroUsd: number;
  readonly leftMicroUsd: number;

  constructor(message: string, budgetId: string, neededMicroUsd: number, leftMicroUsd: number) {
    super(message);
    this.budgetId = budgetId;
    this.neededMicroUsd = neededMicroUsd;
    this.leftMicroUsd = leftMicroUsd;
  }
}

/** The route's quota has no room and its ladder has no `static` rung. */
export class QuotaExhaustedError extends SwitchyardError {
  readonly code = "quota-exhausted";
  readonly limit: QuotaLimit;
  /** What the policy sets the limit to. */
  readonly value: number;
  readonly retryAfterMs: number;

  constructor(message: string, limit: QuotaLimit, value: number, retryAfterMs: number) {
    super(message);
    this.limit = limit;
    this.value = value;
    this.retryAfterMs = retryAfterMs;
  }
}

/** A stream broke after content was shown, and its route does not begin anew. */
export class StreamCutError extends SwitchyardError {
  readonly code = "stream-cut";
  /** The text shown until then: a part of an answer. */
  readonly text: string;
  readonly attempts: readonly AttemptSummary[];

  constructor(message: string, text: string, attempts: readonly AttemptSummary[]) {
    super(message);
    this.text = text;
    this.attempts = attempts;
  }
}

/** The caller's signal ended the ask. */
export class AskAbortedError extends SwitchyardError {
  readonly code = "ask-aborted";

  constructor(cause: unknown) {
    super("The caller's signal ended the ask; no further provider was called.", { cause });
  }
}
