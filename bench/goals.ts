/** A figure of merit: the cost of one subject as a ratio to another's, and where it must lie. */
export interface Goal {
  readonly id: string;
  readonly what: string;
  /** Names of subjects: the ratio is `of` / `to`. */
  readonly of: string;
  readonly to: string;
  readonly bound: { readonly atMost: number } | { readonly atLeast: number };
}

/** What must hold on any machine: ratios taken within one run. */
export const GOALS: readonly Goal[] = [
  {
    id: "ask / doGenerate",
    what: "ask over the AI SDK's OpenAI provider / the provider's own doGenerate, canned fetch",
    of: "ask-canned-fetch",
    to: "do-generate",
    bound: { atMost: 1.25 },
  },
  {
    id: "ask / generateText",
    what: "ask over the AI SDK's OpenAI provider / the AI SDK's generateText, canned fetch",
    of: "ask-canned-fetch",
    to: "generate-text",
    bound: { atMost: 0.45 },
  },
  {
    id: "naive / decide, 6x8",
    what: "filter and sort with reasons / a decision, 6 routes over 8 models",
    of: "naive-decide-6x8",
    to: "decide-6x8",
    bound: { atLeast: 10 },
  },
  {
    id: "naive / decide, 50x40",
    what: "filter and sort with reasons / a decision, 50 routes over 40 models",
    of: "naive-decide-50x40",
    to: "decide-50x40",
    bound: { atLeast: 30 },
  },
  {
    id: "decide, 500x40 / 50x40",
    what: "a decision among 500 routes / among 50, over the same 40 models",
    of: "decide-500x40",
    to: "decide-50x40",
    bound: { atMost: 1.4 },
  },
  {
    id: "explained / bare choice",
    what: "a decision that can be explained / the choice of an endpoint alone, 6x8",
    of: "decide-6x8",
    to: "choose-6x8",
    bound: { atMost: 1.5 },
  },
  {
    id: "simulated / ask",
    what: "a rehearsed request, whole answers over wire formats / ask over an instant provider",
    of: "rehearsed-request",
    to: "ask-instant",
    bound: { atMost: 1 },
  },
  {
    id: "telemetry / none",
    what: "ask with the OpenTelemetry sink and no SDK / ask without a sink, instant provider",
    of: "ask-opentelemetry-api",
    to: "ask-instant",
    bound: { atMost: 1.1 },
  },
];
