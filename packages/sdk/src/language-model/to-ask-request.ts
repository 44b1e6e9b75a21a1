import type { LanguageModelV4CallOptions, SharedV4Warning } from "@ai-sdk/provider";
import type { StreamRequest } from "@switchyard/contract";
import { createLeftOut } from "./left-out.ts";
import { noteSettings } from "./note-settings.ts";
import { readCallOptions } from "./read-call-options.ts";
import type { RouterModelOptions } from "./router-model-options.ts";
import { toMessages } from "./to-messages.ts";
import { toOutput, toTools } from "./to-tools.ts";

/** A call in the router's words, and what of it could not be said in them. */
export interface ReadCall {
  readonly request: StreamRequest;
  readonly warnings: readonly SharedV4Warning[];
}

/**
 * A call of the AI SDK as a request: what the model was made with, then what the call says.
 * Throws what `readCallOptions` and `toMessages` throw.
 */
export function toAskRequest(
  fixed: RouterModelOptions,
  call: LanguageModelV4CallOptions,
): ReadCall {
  const leftOut = createLeftOut();
  const { maxOutputTokens, temperature, abortSignal } = call;
  const output = toOutput(call.responseFormat, leftOut.note);
  noteSettings(call, leftOut.note);
  const request: StreamRequest = {
    ...fixed,
    ...readCallOptions(call.providerOptions?.["switchyard"] ?? {}),
    input: toMessages(call.prompt, leftOut.note),
    ...toTools(call, leftOut.note),
    ...(output !== undefined && { output }),
    ...(maxOutputTokens !== undefined && { outputTokensMax: maxOutputTokens }),
    ...(temperature !== undefined && { temperature }),
    ...(abortSignal !== undefined && { signal: abortSignal }),
  };
  return { request, warnings: leftOut.warnings() };
}
