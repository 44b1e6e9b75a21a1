import type {
  Clock,
  FailureKind,
  FinishReason,
  ModelCall,
  ModelFailure,
  ModelPort,
  ModelResult,
  RateLimit,
  ToolCallPart,
  Usage,
} from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";

/** What a scripted endpoint does with a call. */
export type Act =
  | {
      readonly afterMs?: number;
      readonly text?: string;
      /** Time between the words of a streamed text. Default: 0. */
      readonly wordMs?: number;
      /** Streams this many words, and then nothing more. */
      readonly stallsAfter?: number;
      readonly finishReason?: FinishReason;
      readonly toolCalls?: readonly ToolCallPart[];
      /** `none`: the provider reports none. */
      readonly usage?: Partial<Usage> | "none";
      readonly rateLimit?: RateLimit;
    }
  | ({ readonly afterMs?: number; readonly fail: FailureKind } & Partial<ModelFailure>)
  | { readonly afterMs?: number; readonly throws: string }
  /** Never ends, and does not heed its signal. */
  | "hang";

/** Acts by endpoint id, call by call; the last one repeats. An endpoint without any answers. */
export type Script = Readonly<Record<string, readonly Act[]>>;

export interface ScriptedModels extends ModelPort {
  /** Every call, in order. */
  readonly calls: readonly ModelCall[];
}

const USAGE: Usage = {
  inputTokens: 100,
  cachedInputTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 50,
  reasoningTokens: 0,
};
const NO_USAGE: Usage = { ...USAGE, inputTokens: 0, outputTokens: 0 };

/** A provider port that plays a script on a clock. */
export function createScriptedModels(
  clock: Clock,
  script: Script = {},
  absent: Readonly<Record<string, string>> = {},
): ScriptedModels {
  const calls: ModelCall[] = [];
  const nextAct = (call: ModelCall): Act => {
    calls.push(call);
    const acts = script[call.endpoint] ?? [{}];
    const nth = calls.filter(({ endpoint }) => endpoint === call.endpoint).length;
    return acts[Math.min(nth, acts.length) - 1] ?? {};
  };
  const perform = async (act: Act, call: ModelCall): Promise<ModelResult> => {
    if (act === "hang") return await new Promise<never>(() => {});
    await clock.sleep(act.afterMs ?? 100, call.signal);
    return play(act, call);
  };
  const pause = async (act: Act, words: number, signal: AbortSignal): Promise<void> => {
    if (act === "hang" || !("wordMs" in act || "stallsAfter" in act)) return;
    if (words === act.stallsAfter) await new Promise<never>(() => {});
    await clock.sleep(act.wordMs ?? 0, signal);
  };
  return {
    absent,
    calls,
    generate: async (call) => await perform(nextAct(call), call),
    stream: async (call, onPart) => {
      const act = nextAct(call);
      const result = await perform(act, call);
      if (!result.ok) {
        const { message, committed } = result.failure;
        if (committed) onPart({ type: "text", text: message });
        return result;
      }
      const { text, toolCalls } = result.response;
      const words = text.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
      for (const [index, word] of words.entries()) {
        if (index > 0) await pause(act, index, call.signal);
        onPart({ type: "text", text: word });
      }
      for (const toolCall of toolCalls) onPart({ type: "tool-call", toolCall });
      return result;
    },
  };
}

function play(act: Exclude<Act, "hang">, { provider }: ModelCall): ModelResult {
  if ("throws" in act) throw new Error(act.throws);
  if ("fail" in act) {
    const { afterMs: _, fail: kind, ...facts } = act;
    const failure: ModelFailure = {
      kind,
      ...failureRule(kind),
      billed: "none",
      committed: false,
      provider,
      message: `scripted ${kind}`,
      ...facts,
    };
    return { ok: false, failure };
  }
  const { text = "an answer", finishReason = "stop", toolCalls = [], usage = {} } = act;
  return {
    ok: true,
    response: {
      text,
      toolCalls,
      finishReason,
      usage: usage === "none" ? NO_USAGE : { ...USAGE, ...usage },
      usageReported: usage !== "none",
      ...(act.rateLimit !== undefined && { rateLimit: act.rateLimit }),
    },
  };
}
