import type {
  Budget,
  BudgetDocument,
  Contingency,
  ContingencyDocument,
  Guard,
  GuardDocument,
  Ladder,
  LadderDocument,
  ModelRung,
  ModelRungDocument,
  Rollout,
  RolloutDocument,
  Route,
  Spend,
  SpendDocument,
} from "@switchyard/contract";
import { mapRecord } from "./map-record.ts";
import { parseDurationMs } from "./parse-duration-ms.ts";
import { parseMicroUsd } from "./parse-micro-usd.ts";
import { parseShare } from "./parse-share.ts";

export function normaliseBudget(budget: BudgetDocument): Budget {
  const { onLedgerDown } = budget;
  return {
    id: budget.id,
    scope: budget.scope,
    window: budget.window,
    timezone: budget.timezone ?? "UTC",
    capMicroUsd: parseMicroUsd(budget.cap),
    alerts: budget.alerts.map(parseShare),
    onLedgerDown:
      onLedgerDown === "fail-closed"
        ? { kind: "fail-closed" }
        : { kind: "fail-open-within", microUsd: parseMicroUsd(onLedgerDown["fail-open-within"]) },
  };
}

export function normaliseSpend({ burnAlerts, levels, hysteresis }: SpendDocument): Spend {
  return {
    burnAlerts: burnAlerts.map(({ window, longWindow, rate }) => ({
      windowMs: parseDurationMs(window),
      longWindowMs: parseDurationMs(longWindow),
      rate,
    })),
    levels: levels.map(({ from, tierDown, defer, throttle }) => ({
      from: parseShare(from),
      tierDown: tierDown ?? 0,
      defer: defer ?? false,
      ...(throttle && {
        throttle: { order: throttle.order, shareMin: parseShare(throttle.shareMin) },
      }),
    })),
    hysteresis: parseShare(hysteresis),
  };
}

export function normaliseLadder(ladder: LadderDocument): Ladder {
  const { full, constrained, summary, static: last, hysteresis } = ladder;
  return {
    full: normaliseRung(full),
    ...(constrained && { constrained: normaliseRung(constrained) }),
    ...(summary && { summary: normaliseRung(summary) }),
    ...(last && { static: { text: last.text, retryAfterMs: parseDurationMs(last.retryAfter) } }),
    ...(hysteresis && {
      hysteresis: {
        enterAfterFailures: hysteresis.enterAfterFailures,
        leaveAfterMs: parseDurationMs(hysteresis.leaveAfter),
      },
    }),
  };
}

function normaliseRung({ tierDown, qualityFloorLower, ...rung }: ModelRungDocument): ModelRung {
  return { ...rung, tierDown: tierDown ?? 0, qualityFloorLower: qualityFloorLower ?? 0 };
}

/** `latencyMax` becomes the route's own; a route that is not named takes `default`. */
export function normaliseContingency(
  contingency: ContingencyDocument,
  routes: readonly Route[],
  workloads: readonly string[],
): Contingency {
  const { nominal } = contingency;
  const slaMs = routes
    .filter(({ internal }) => !internal)
    .map(({ id, limits }): readonly [string, number] => {
      const sla = nominal.sla[id] ?? nominal.sla["default"] ?? "latencyMax";
      return [id, sla === "latencyMax" ? limits.latencyMsMax : parseDurationMs(sla)];
    });
  return {
    ...contingency,
    nominal: {
      slaMs: mapRecord(Object.fromEntries(slaMs), (value) => value),
      contextTokens: nominal.contextTokens,
      capabilities: nominal.capabilities,
      workloads: nominal.workloads === "all" ? workloads.toSorted() : nominal.workloads,
    },
  };
}

export function normaliseRollout(rollout: RolloutDocument): Rollout {
  return {
    ...rollout,
    steps: rollout.steps.map(({ weight, samplesMin }) => ({
      weight: parseShare(weight),
      samplesMin,
    })),
    guards: rollout.guards.map(normaliseGuard),
  };
}

function normaliseGuard(guard: GuardDocument): Guard {
  switch (guard.metric) {
    case "success-rate":
    case "quality":
      return { ...guard, margin: parseShare(guard.margin) };
    case "cost-per-success":
      return { ...guard, marginRelative: parseShare(guard.marginRelative) };
    case "latency": {
      const { metric, kind, limit, quantile } = guard;
      return { metric, kind, limitMs: parseDurationMs(limit), quantile: parseShare(quantile) };
    }
    case "spend":
      return { metric: guard.metric, kind: guard.kind, capMicroUsd: parseMicroUsd(guard.cap) };
    case "violations":
      return guard;
  }
}
