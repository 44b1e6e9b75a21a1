import type {
  Answer,
  AnswerStream,
  AnswerStreamPart,
  AskRequest,
  StreamRequest,
} from "@switchyard/contract";
import {
  createRouterModel,
  type RouterModelParts,
} from "../src/language-model/create-router-model.ts";
import type { LanguageModelV4 } from "@ai-sdk/provider";

/** The instant of every call. */
export const CALL_EPOCH_MS = 1_795_521_600_000;

/** An answer by a model, with some of its facts replaced. */
export function anAnswer(changes: Partial<Answer> = {}): Answer {
  return {
    askId: "ask-1",
    taskId: "task-1",
    text: "an answer",
    toolCalls: [],
    finishReason: "stop",
    rung: "full",
    degraded: false,
    route: "quick",
    endpoint: "alpha/quick#us",
    model: "alpha/quick",
    provider: "alpha",
    region: "us",
    verdict: { outcome: "passed", failures: [] },
    unmeasured: false,
    policyHash: "0123abcd",
    usage: {
      inputTokens: 100,
      cachedInputTokens: 30,
      cacheWriteTokens: 20,
      outputTokens: 50,
      reasoningTokens: 10,
    },
    costMicroUsd: 300,
    latencyMs: 120,
    insideSla: true,
    attempts: [],
    why: { code: "first-choice", message: "alpha/quick is the first choice." },
    ...changes,
  };
}

/** The static text of a route. */
export function aStaticAnswer(): Answer {
  const {
    endpoint: _e,
    model: _m,
    provider: _p,
    region: _r,
    finishReason: _f,
    ...facts
  } = anAnswer();
  return {
    ...facts,
    text: "Please try again later.",
    rung: "static",
    degraded: true,
    verdict: { outcome: "unjudged", failures: [] },
    why: { code: "attempts-exhausted", message: "All endpoints failed." },
    retryAfterMs: 300_000,
  };
}

/** What a scripted stream does in its turn: a part, a failure, or nothing before it is aborted. */
export type StreamAct = AnswerStreamPart | Error | "hang";

export interface ScriptedAnswers extends RouterModelParts {
  /** Every request, in order. */
  readonly requests: readonly (AskRequest | StreamRequest)[];
}

/** `ask` and `stream` that play a script; the last answer repeats, and every call streams alike. */
export function createScriptedAnswers(
  answers: readonly (Answer | Error)[],
  acts: readonly StreamAct[] = [],
): ScriptedAnswers {
  const requests: (AskRequest | StreamRequest)[] = [];
  return {
    requests,
    epochMs: () => CALL_EPOCH_MS,
    ask: async (request) => {
      requests.push(request);
      const answer = answers[Math.min(requests.length, answers.length) - 1] ?? anAnswer();
      if (answer instanceof Error) throw answer;
      return answer;
    },
    stream: (request) => {
      requests.push(request);
      return play(acts, request.signal);
    },
  };
}

function play(acts: readonly StreamAct[], signal: AbortSignal | undefined): AnswerStream {
  async function* parts(): AsyncGenerator<AnswerStreamPart> {
    for (const act of acts) {
      if (act === "hang") await untilAborted(signal);
      else if (act instanceof Error) throw act;
      else yield act;
    }
  }
  return { answer: Promise.reject(new Error("unread")), [Symbol.asyncIterator]: parts };
}

async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  signal?.throwIfAborted();
  return await new Promise((_, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason));
  });
}

/** A model over scripted answers. */
export function aModel(parts: RouterModelParts): LanguageModelV4 {
  return createRouterModel(parts, "faq/low", { intent: "faq", risk: "low", slaMs: 2_000 });
}
