import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
} from "@ai-sdk/provider";
import type { ModelResult } from "@switchyard/contract";
import { untilAborted } from "../endpoints/until-aborted.ts";

/** One way to put a request to a model and to hear its answer. Good for one call. */
export interface Exchange {
  /** Hears the whole answer. Rejects with whatever went wrong, or with the signal's reason. */
  hear(
    model: LanguageModelV4,
    options: LanguageModelV4CallOptions,
  ): Promise<LanguageModelV4GenerateResult>;
  /** The call's result, with what is owed to the parts that were heard before it. */
  conclude(result: ModelResult): ModelResult;
}

/** The answer comes in one piece. */
export function wholeExchange(signal: AbortSignal): Exchange {
  return {
    hear: (model, options) => untilAborted(model.doGenerate(options), signal),
    conclude: (result) => result,
  };
}
