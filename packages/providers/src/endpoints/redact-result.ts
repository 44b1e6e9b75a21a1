import type { ModelResult } from "@switchyard/contract";

/**
 * Strikes keys out of everything a provider says about a call. What the model wrote is the
 * answer and stays as it is.
 */
export function redactResult(result: ModelResult, redact: (text: string) => string): ModelResult {
  if (result.ok) {
    const { requestId, servedModel } = result.response;
    return {
      ok: true,
      response: {
        ...result.response,
        ...(requestId !== undefined && { requestId: redact(requestId) }),
        ...(servedModel !== undefined && { servedModel: redact(servedModel) }),
      },
    };
  }
  const { message, code, type, requestId } = result.failure;
  return {
    ok: false,
    failure: {
      ...result.failure,
      message: redact(message),
      ...(code !== undefined && { code: redact(code) }),
      ...(type !== undefined && { type: redact(type) }),
      ...(requestId !== undefined && { requestId: redact(requestId) }),
    },
  };
}
