import type { FailureKind, ModelFailure, Usage } from "@switchyard/contract";
import { failureRule } from "./failure-rule.ts";

/** What is known of a failed call. */
export interface FailureFacts {
  readonly provider: string;
  readonly message: string;
  readonly billed: ModelFailure["billed"];
  readonly scope?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly retryAfterSource?: string | undefined;
  readonly resetsAtMs?: number | undefined;
  readonly status?: number | undefined;
  readonly type?: string | undefined;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
  readonly usage?: Usage | undefined;
}

/** A failure with the rule of its kind. Nothing was shown to the caller: only streams do that. */
export function makeFailure(kind: FailureKind, facts: FailureFacts): ModelFailure {
  const { provider, message, billed } = facts;
  const { scope, retryAfterMs, retryAfterSource, resetsAtMs } = facts;
  const { status, type, code, requestId, usage } = facts;
  return {
    kind,
    ...failureRule(kind),
    billed,
    committed: false,
    provider,
    message,
    ...(scope !== undefined && { scope }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(retryAfterSource !== undefined && { retryAfterSource }),
    ...(resetsAtMs !== undefined && { resetsAtMs }),
    ...(status !== undefined && { status }),
    ...(type !== undefined && { type }),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
    ...(usage !== undefined && { usage }),
  };
}
