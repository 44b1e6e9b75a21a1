import type { ModelResult } from "@switchyard/contract";

/**
 * Strikes keys out of everything a provider says about a call. What the model wrote is the
 * answer and stays as it is.
 */
export function redactResult(result: ModelResult, redact: (text: string) => string): ModelResult {
  if (result.ok) {
    const { response } = result;
    const requestId = response.requestId && redact(response.requestId);
    const servedModel = response.servedModel && redact(response.servedModel);
    // Most answers name no key, so most are handed on as they are.
    if (requestId === response.requestId && servedModel === response.servedModel) return result;
    return {
      ok: true,
      response: {
        ...response,
        ...(requestId !== undefined && { requestId }),
        ...(servedModel !== undefined && { servedModel }),
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
