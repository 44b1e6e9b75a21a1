import type { Model, Rng } from "@switchyard/contract";
import type { BodyEffect } from "../faults/fault-effect.ts";
import type { CallScript } from "./call-script.ts";
import type { Completion, WireRequest, WireUsage } from "./dialect.ts";
import {
  fillerText,
  LOW_QUALITY_TEXT,
  REFUSAL_TEXT,
  tokensOfChars,
  type Language,
} from "./filler-text.ts";
import { breakSchema, brokenText, mistakenCall } from "./broken-output.ts";
import { jsonForSchema } from "./json-for-schema.ts";

/** What a model writes, and how good that really is. */
export interface ComposedAnswer {
  readonly completion: Completion;
  /** What it took, whatever is reported. */
  readonly usage: WireUsage;
  /** 0 to 1. */
  readonly quality: number;
}

export interface AnswerOrder {
  readonly request: WireRequest;
  readonly model: Model;
  /** Tokens of the request by its length, for calls without a script. */
  readonly inputTokensEstimated: number;
  readonly script: CallScript | undefined;
  /** What faults do to the content, in order. */
  readonly effects: readonly BodyEffect[];
  /** Whether nothing of the prompt is in the provider's cache. */
  readonly isCold: boolean;
  /** The call's stream for quality. */
  readonly rng: Rng;
}

/** An answer below this quality is written as {@link LOW_QUALITY_TEXT}. */
const USEFUL_QUALITY = 0.5;

/** An assumption: a model that is asked to be short leaves a quarter of its output limit. */
const SHORT_SHARE = 0.75;

/** An answer that its reader may not understand, at most: useful to some. An assumption. */
const FOREIGN_QUALITY = 0.5;

/** Longer prompts are not repeated in an answer. */
const ECHO_CHARS_MAX = 80;

/**
 * Composes an answer: the script's intent, then the model's own failures (a share of
 * 1 - successRate gets a quality from 0.1 to 0.5), then faults, then the request's output limit.
 */
export function composeAnswer(order: AnswerOrder): ComposedAnswer {
  const { request, effects } = order;
  const intent = lengthened(intentOf(order), effects);
  const quality = qualityOf(order, intent.quality);
  const refusal = effects.find((effect) => effect.how === "refusal");
  const isWritten = refusal === undefined && effects.every(({ how }) => how !== "empty");
  const draft = isWritten
    ? write(order, intent, quality)
    : { ...(refusal === undefined ? NOTHING_WRITTEN : refuse(refusal.style)), quality: 0 };

  const wanted = isWritten ? intent.outputTokens : tokensOfChars(draft.text.length);
  const cutShort = effects.find((effect) => effect.how === "truncated");
  const isHalved = cutShort !== undefined;
  const given = Math.min(
    isHalved ? Math.ceil(wanted / 2) : wanted,
    request.outputTokensMax ?? wanted,
  );
  const reasoningTokens = isWritten ? Math.min(given, intent.reasoningTokens ?? 0) : 0;
  const taken = usageOf(order, intent, given, reasoningTokens);
  const usage = reported(taken, effects);
  if (!isHalved && given >= wanted) {
    const { text, toolCall, finish } = draft;
    return { completion: { text, toolCall, finish, usage }, usage: taken, quality: draft.quality };
  }
  const delivered = (given - reasoningTokens) / Math.max(1, wanted - reasoningTokens);
  return {
    completion: {
      text: draft.text.slice(0, Math.floor(draft.text.length * delivered)),
      toolCall: undefined,
      finish: cutShort?.isTold === false ? "stop" : "length",
      usage,
    },
    usage: taken,
    quality: rounded(draft.quality * delivered),
  };
}

interface Draft extends Pick<Completion, "text" | "toolCall" | "finish"> {
  readonly quality: number;
}

function intentOf({ script, request, inputTokensEstimated }: AnswerOrder): CallScript {
  if (script !== undefined) return request.isAskedShort ? shortened(script, request) : script;
  const text = `Simulated answer to: ${request.promptText.slice(0, ECHO_CHARS_MAX)}`;
  const outputTokens = tokensOfChars(text.length);
  return { inputTokens: inputTokensEstimated, outputTokens, quality: 1, text };
}

/**
 * A model that is asked to be short ends by itself before its limit. Texts that a script gives word
 * by word stay as they are.
 */
function shortened(script: CallScript, { outputTokensMax }: WireRequest): CallScript {
  if (outputTokensMax === undefined || script.text !== undefined) return script;
  const outputTokensShort = Math.max(1, Math.floor(outputTokensMax * SHORT_SHARE));
  if (script.outputTokens <= outputTokensShort) return script;
  const { reasoningTokens = 0 } = script;
  return {
    ...script,
    outputTokens: outputTokensShort,
    reasoningTokens: Math.min(reasoningTokens, Math.floor(outputTokensShort / 2)),
  };
}

function lengthened(intent: CallScript, effects: readonly BodyEffect[]): CallScript {
  const times = effects.reduce(
    (product, effect) => (effect.how === "longer" ? product * effect.times : product),
    1,
  );
  return times === 1 ? intent : { ...intent, outputTokens: Math.ceil(intent.outputTokens * times) };
}

function qualityOf({ model, effects, rng }: AnswerOrder, intended: number): number {
  // Both numbers are always drawn, so that a success rate changes who fails and nothing else.
  const luck = rng.float();
  const failedQuality = 0.1 + 0.4 * rng.float();
  let quality = luck < model.successRate ? intended : Math.min(intended, failedQuality);
  for (const effect of effects) {
    if (effect.how === "quality-drop") quality = Math.min(quality, effect.to);
    if (effect.how === "wrong-language") quality = Math.min(quality, FOREIGN_QUALITY);
  }
  return rounded(quality);
}

function write({ request, effects }: AnswerOrder, intent: CallScript, quality: number): Draft {
  const mistake = effects.find((effect) => effect.how === "tool-mistake");
  if (mistake !== undefined) {
    const toolCall = mistakenCall(request.tools, mistake.as);
    return { text: "", toolCall, finish: "tool-call", quality: 0 };
  }
  const isUseful = quality >= USEFUL_QUALITY;
  const words = isUseful
    ? (intent.text ?? fillerText(visibleTokens(intent), languageOf(effects)))
    : LOW_QUALITY_TEXT;
  const schema = request.forcedTool?.schema ?? request.schema;
  if (schema === undefined) return { text: words, toolCall: undefined, finish: "stop", quality };

  const whole =
    isUseful && intent.json !== undefined
      ? intent.json
      : // A model that is asked for a score gives a good one when it works well.
        jsonForSchema(schema, words, quality);
  const broken = effects.find((effect) => effect.how === "schema-break");
  const worth = broken === undefined ? quality : 0;
  if (request.forcedTool === undefined) {
    const text =
      broken === undefined ? JSON.stringify(whole) : brokenText(whole, schema, broken.as);
    return { text, toolCall: undefined, finish: "stop", quality: worth };
  }
  const input = broken === undefined ? whole : breakSchema(whole, schema, broken.as);
  const toolCall = { name: request.forcedTool.name, input };
  return { text: "", toolCall, finish: "tool-call", quality: worth };
}

function languageOf(effects: readonly BodyEffect[]): Language {
  return effects.some(({ how }) => how === "wrong-language") ? "french" : "english";
}

const NOTHING_WRITTEN = { text: "", toolCall: undefined, finish: "stop" } as const;

function refuse(style: "stop-reason" | "text" | "filter"): Omit<Draft, "quality"> {
  if (style === "text") return { text: REFUSAL_TEXT, toolCall: undefined, finish: "stop" };
  if (style === "filter") return { text: "", toolCall: undefined, finish: "filter" };
  return { text: REFUSAL_TEXT, toolCall: undefined, finish: "refusal" };
}

function visibleTokens({ outputTokens, reasoningTokens = 0 }: CallScript): number {
  return outputTokens - reasoningTokens;
}

function usageOf(
  { isCold }: AnswerOrder,
  { inputTokens, cachedInputTokens = 0 }: CallScript,
  outputTokens: number,
  reasoningTokens: number,
): WireUsage {
  const cached = isCold ? 0 : cachedInputTokens;
  return { inputTokens, cachedInputTokens: cached, outputTokens, reasoningTokens };
}

/** The usage that the provider tells; undefined: it tells none. */
function reported(usage: WireUsage, effects: readonly BodyEffect[]): WireUsage | undefined {
  let told: WireUsage | undefined = usage;
  for (const effect of effects) {
    if (effect.how === "missing-usage") told = undefined;
    if (effect.how === "usage-lies" && told !== undefined)
      told = { ...told, outputTokens: Math.round(told.outputTokens * effect.times) };
  }
  return told;
}

function rounded(quality: number): number {
  return Math.round(quality * 1000) / 1000;
}
