/** How a metric's bound is written. */
export type MetricUnit = "share" | "duration" | "money" | "count" | "ratio";

/** What a rehearsal can be held to. */
export const METRICS = [
  "availability",
  "answered-inside-sla",
  "p50",
  "p95",
  "spend",
  "cost-per-success",
  "fallback-rate",
  "degraded-share",
  "failed-share",
  "calls-per-ask",
  "time-to-recover",
  "misread",
  "violations",
  "overspend",
] as const;
export type Metric = (typeof METRICS)[number];

/** One metric's meaning, for messages and documentation. */
export interface MetricFacts {
  readonly unit: MetricUnit;
  /** Whether it is measured of asks, so that a phase, fault or route can narrow it. */
  readonly isOfAsks: boolean;
  readonly meaning: string;
}

export const METRIC_FACTS: Readonly<Record<Metric, MetricFacts>> = {
  availability: {
    unit: "share",
    isOfAsks: true,
    meaning: "asks that a model answered inside their SLA, of all asks",
  },
  "answered-inside-sla": {
    unit: "share",
    isOfAsks: true,
    meaning: "answers by a model that came inside the SLA, of all answers by a model",
  },
  p50: { unit: "duration", isOfAsks: true, meaning: "median latency of answers by a model" },
  p95: {
    unit: "duration",
    isOfAsks: true,
    meaning: "95th percentile of the latency of answers by a model",
  },
  spend: { unit: "money", isOfAsks: true, meaning: "all spend of the asks" },
  "cost-per-success": {
    unit: "money",
    isOfAsks: true,
    meaning: "all spend over the asks that a model answered",
  },
  "fallback-rate": {
    unit: "share",
    isOfAsks: true,
    meaning: "asks in which a fallback was tried, of all asks",
  },
  "degraded-share": {
    unit: "share",
    isOfAsks: true,
    meaning: "asks answered below rung `full`, of all asks",
  },
  "failed-share": {
    unit: "share",
    isOfAsks: true,
    meaning: "asks that ended in an error, of all asks",
  },
  "calls-per-ask": {
    unit: "ratio",
    isOfAsks: true,
    meaning: "calls of providers, retries and fallbacks included, for each ask",
  },
  "time-to-recover": {
    unit: "duration",
    isOfAsks: false,
    meaning: "from a fault's end until its target has answered ten calls in a row",
  },
  misread: {
    unit: "count",
    isOfAsks: true,
    meaning: "calls with one fault in them that were seen as another kind of failure",
  },
  violations: {
    unit: "count",
    isOfAsks: true,
    meaning: "calls that the policy's envelope forbids",
  },
  overspend: {
    unit: "money",
    isOfAsks: false,
    meaning: "spend above a budget's cap, the greatest of all budgets",
  },
};

/** How a bound of each unit is written. */
export const UNIT_EXAMPLE: Readonly<Record<MetricUnit, string>> = {
  share: ">= 97%",
  duration: "<= 9s",
  money: "<= $6",
  count: "== 0",
  ratio: "<= 1.3",
};
