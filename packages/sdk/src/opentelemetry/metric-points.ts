import type { Attributes } from "@opentelemetry/api";
import type {
  AskAnsweredEvent,
  AskFailedEvent,
  AttemptEndedEvent,
  AttemptStartedEvent,
  SwitchyardEvent,
} from "@switchyard/contract";
import { CHAT, GENERAL, GEN_AI, modelName, providerName, SWITCHYARD } from "./attribute-names.ts";
import type { MetricKey } from "./metric-names.ts";
import { askError, askOutcome, attemptError } from "./span-attributes.ts";

/** One number for one instrument. */
export interface MetricPoint {
  readonly metric: MetricKey;
  readonly value: number;
  readonly attributes: Attributes;
}

/** What an event does not say of the ask and attempt it belongs to. */
export interface AskFacts {
  readonly route: string | undefined;
  readonly started: AttemptStartedEvent | undefined;
}

const NONE: readonly MetricPoint[] = [];

/** What an event adds to the metrics. Pure. */
export function metricPoints(event: SwitchyardEvent, facts: AskFacts): readonly MetricPoint[] {
  switch (event.type) {
    case "ask-answered":
    case "ask-failed":
      return askPoints(event, facts);
    case "attempt-ended":
      return attemptPoints(event, facts);
    case "budget-denied": {
      const attributes = { ...routeOf(facts), [SWITCHYARD.budget]: event.budget };
      return [{ metric: "budgetDenials", value: 1, attributes }];
    }
    case "breaker-changed": {
      const attributes = {
        [SWITCHYARD.endpoint]: event.endpoint,
        [SWITCHYARD.breakerFrom]: event.from,
        [SWITCHYARD.breakerTo]: event.to,
      };
      return [{ metric: "breakerChanges", value: 1, attributes }];
    }
    case "rung-changed": {
      const attributes = {
        [SWITCHYARD.route]: event.route,
        [SWITCHYARD.rung]: event.rung,
        [SWITCHYARD.rungTo]: event.to,
      };
      return [{ metric: "rungChanges", value: 1, attributes }];
    }
    case "spend-level-changed": {
      const attributes = {
        [SWITCHYARD.budget]: event.budget,
        [SWITCHYARD.spendLevelFrom]: event.from,
        [SWITCHYARD.spendLevelTo]: event.to,
      };
      return [{ metric: "spendLevelChanges", value: 1, attributes }];
    }
    case "throttle-changed": {
      const attributes = {
        [SWITCHYARD.route]: event.route,
        [SWITCHYARD.budget]: event.budget,
        [SWITCHYARD.throttleTo]: event.to,
      };
      return [{ metric: "throttleChanges", value: 1, attributes }];
    }
    default:
      return NONE;
  }
}

function askPoints(
  event: AskAnsweredEvent | AskFailedEvent,
  facts: AskFacts,
): readonly MetricPoint[] {
  const route =
    event.type === "ask-answered" ? { [SWITCHYARD.route]: event.route } : routeOf(facts);
  const outcome = { ...route, [SWITCHYARD.outcome]: askOutcome(event) };
  const error = askError(event);
  const attributes = {
    ...outcome,
    ...(event.type === "ask-answered" && {
      [SWITCHYARD.rung]: event.rung,
      [SWITCHYARD.insideSla]: event.insideSla,
    }),
    ...(error !== undefined && { [GENERAL.errorType]: error }),
  };
  return [
    { metric: "asks", value: 1, attributes },
    { metric: "askDuration", value: event.latencyMs / 1_000, attributes: outcome },
  ];
}

function attemptPoints(event: AttemptEndedEvent, facts: AskFacts): readonly MetricPoint[] {
  const { usage, costMicroUsd, latencyMs, firstTokenMs } = event;
  const provider = { [GEN_AI.providerName]: providerName(event.provider) };
  const model = { ...provider, [GEN_AI.requestModel]: modelName(event.endpoint) };
  const call = { [GEN_AI.operationName]: CHAT, ...model };
  const byRoute = { ...routeOf(facts), ...model };
  const kind = facts.started?.kind;
  const error = attemptError(event);
  const points: MetricPoint[] = [
    {
      metric: "callDuration",
      value: latencyMs / 1_000,
      attributes: error === undefined ? call : { ...call, [GENERAL.errorType]: error },
    },
    {
      metric: "attempts",
      value: 1,
      attributes: {
        ...byRoute,
        [SWITCHYARD.outcome]: event.outcome,
        ...(kind !== undefined && { [SWITCHYARD.attemptKind]: kind }),
      },
    },
  ];
  if (costMicroUsd > 0) points.push({ metric: "spend", value: costMicroUsd, attributes: byRoute });
  if (firstTokenMs !== undefined)
    points.push({ metric: "timeToFirstChunk", value: firstTokenMs / 1_000, attributes: call });
  if (usage !== undefined)
    points.push(
      {
        metric: "tokenUsage",
        value: usage.inputTokens,
        attributes: { ...call, [GEN_AI.tokenType]: "input" },
      },
      {
        metric: "tokenUsage",
        value: usage.outputTokens,
        attributes: { ...call, [GEN_AI.tokenType]: "output" },
      },
    );
  return points;
}

function routeOf({ route }: AskFacts): Attributes {
  return route === undefined ? {} : { [SWITCHYARD.route]: route };
}
