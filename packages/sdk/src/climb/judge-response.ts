import type { Gate, ModelFailure, ModelResponse } from "@switchyard/contract";
import { createSchemaChecker } from "../judge/schema-checker.ts";
import { verdictFailure } from "../judge/verdict-failure.ts";
import { judge } from "../judge/verdict.ts";

/** Whether an answer passes the gates of its route. */
export type Verdict =
  | { readonly kind: "accepted"; readonly object?: unknown }
  | { readonly kind: "failed"; readonly failure: ModelFailure };

/**
 * Judges a complete answer by the gates that look at nothing but the answer, and asks for JSON
 * wherever the caller did and no tool was called. A typed refusal is a failure of the call before
 * it comes here. The gates `schema` (beyond valid JSON), `custom` and `judge` are accepted by the
 * policy and have no effect yet.
 */
export function judgeResponse(
  gates: readonly Gate[],
  expectsJson: boolean,
  response: ModelResponse,
  provider: string,
): Verdict {
  const plain = gates.filter(({ kind }) => kind !== "schema");
  const { failures, object } = judge(plain, response, {
    schemas: createSchemaChecker(),
    judges: [],
    ...(expectsJson && { output: { schema: {} } }),
  });
  const failure = verdictFailure({ failures }, provider, response);
  if (failure !== undefined) return { kind: "failed", failure };
  return { kind: "accepted", ...(object !== undefined && { object }) };
}
