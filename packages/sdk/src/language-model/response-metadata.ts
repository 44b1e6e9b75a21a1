import type { LanguageModelV4ResponseMetadata } from "@ai-sdk/provider";
import type { Answer } from "@switchyard/contract";

/** What an answer does not say of itself. */
export interface ResponseFacts {
  /** Wall clock at the call, milliseconds since 1970 (UTC). */
  readonly epochMs: number;
}

/** Who answered, and when the call was made. Without a model, the model is not said. */
export function responseMetadata(
  { askId, model }: Answer,
  { epochMs }: ResponseFacts,
): LanguageModelV4ResponseMetadata {
  return {
    id: askId,
    timestamp: new Date(epochMs),
    ...(model !== undefined && { modelId: model }),
  };
}
