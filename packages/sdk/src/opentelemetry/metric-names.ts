import { GENERAL, GEN_AI, SWITCHYARD } from "./attribute-names.ts";

/** One instrument: what it counts, in which unit, and what it can be split by. */
export interface Metric {
  readonly name: string;
  readonly kind: "counter" | "histogram";
  /** UCUM; what stands in braces is a note and no unit. */
  readonly unit: string;
  readonly description: string;
  /** Attributes that its points may have. Each has few values, all of the policy or catalogue. */
  readonly attributes: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

/** Seconds, as the convention advises for `gen_ai.client.operation.*`. */
const DURATION_BUCKETS: readonly number[] = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
];

/** Tokens, as the convention advises for `gen_ai.client.token.usage`: powers of four. */
const TOKEN_BUCKETS: readonly number[] = [
  1, 4, 16, 64, 256, 1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  67_108_864,
];

const CALL: readonly string[] = [GEN_AI.operationName, GEN_AI.providerName, GEN_AI.requestModel];

/** What the sink measures, by a short name of its own. */
export type MetricKey =
  | "callDuration"
  | "timeToFirstChunk"
  | "tokenUsage"
  | "asks"
  | "askDuration"
  | "attempts"
  | "spend"
  | "breakerChanges"
  | "budgetDenials"
  | "rungChanges"
  | "spendLevelChanges"
  | "throttleChanges";

/** Every metric that the sink writes. */
export const METRICS: Readonly<Record<MetricKey, Metric>> = {
  callDuration: {
    name: "gen_ai.client.operation.duration",
    kind: "histogram",
    unit: "s",
    description: "GenAI operation duration: one attempt.",
    attributes: [...CALL, GENERAL.errorType],
    buckets: DURATION_BUCKETS,
  },
  timeToFirstChunk: {
    name: "gen_ai.client.operation.time_to_first_chunk",
    kind: "histogram",
    unit: "s",
    description: "Time to receive the first chunk of a streamed answer.",
    attributes: CALL,
    buckets: DURATION_BUCKETS,
  },
  tokenUsage: {
    name: "gen_ai.client.token.usage",
    kind: "histogram",
    unit: "{token}",
    description: "Number of input and output tokens used by one attempt.",
    attributes: [...CALL, GEN_AI.tokenType],
    buckets: TOKEN_BUCKETS,
  },
  asks: {
    name: "switchyard.asks",
    kind: "counter",
    unit: "{ask}",
    description: "Asks that ended.",
    attributes: [
      SWITCHYARD.route,
      SWITCHYARD.rung,
      SWITCHYARD.outcome,
      SWITCHYARD.insideSla,
      GENERAL.errorType,
    ],
  },
  askDuration: {
    name: "switchyard.ask.duration",
    kind: "histogram",
    unit: "s",
    description: "From the request to its answer or error, all attempts included.",
    attributes: [SWITCHYARD.route, SWITCHYARD.outcome],
    buckets: DURATION_BUCKETS,
  },
  attempts: {
    name: "switchyard.attempts",
    kind: "counter",
    unit: "{attempt}",
    description: "Calls of models that ended.",
    attributes: [
      SWITCHYARD.route,
      SWITCHYARD.attemptKind,
      SWITCHYARD.outcome,
      GEN_AI.providerName,
      GEN_AI.requestModel,
    ],
  },
  spend: {
    name: "switchyard.spend.micro_usd",
    kind: "counter",
    unit: "{micro_usd}",
    description: "Cost of attempts in micro-US-dollars, failed ones too.",
    attributes: [SWITCHYARD.route, GEN_AI.providerName, GEN_AI.requestModel],
  },
  breakerChanges: {
    name: "switchyard.breaker.changes",
    kind: "counter",
    unit: "{change}",
    description: "Changes of an endpoint's breaker.",
    attributes: [SWITCHYARD.endpoint, SWITCHYARD.breakerFrom, SWITCHYARD.breakerTo],
  },
  budgetDenials: {
    name: "switchyard.budget.denials",
    kind: "counter",
    unit: "{denial}",
    description: "Attempts that were not made because a budget had no room.",
    attributes: [SWITCHYARD.route, SWITCHYARD.budget],
  },
  rungChanges: {
    name: "switchyard.rung.changes",
    kind: "counter",
    unit: "{change}",
    description: "Rungs of routes that closed after failures in a row, or opened again.",
    attributes: [SWITCHYARD.route, SWITCHYARD.rung, SWITCHYARD.rungTo],
  },
  spendLevelChanges: {
    name: "switchyard.spend.level.changes",
    kind: "counter",
    unit: "{change}",
    description: "Spend levels of the policy that a budget entered or left.",
    attributes: [SWITCHYARD.budget, SWITCHYARD.spendLevelFrom, SWITCHYARD.spendLevelTo],
  },
  throttleChanges: {
    name: "switchyard.throttle.changes",
    kind: "counter",
    unit: "{change}",
    description: "Routes that began to let in a share of their asks, or let in all of them again.",
    attributes: [SWITCHYARD.route, SWITCHYARD.budget, SWITCHYARD.throttleTo],
  },
};
