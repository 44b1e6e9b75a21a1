import {
  windowName,
  type Bundle,
  type FailureKind,
  type PlannedEndpoint,
  type RequestClass,
  type RungName,
  type SwitchyardEvent,
} from "@switchyard/contract";
import { createBudgetLines, createPlanner, type Planner } from "@switchyard/policy";

/** What becomes of an ask. */
export interface AskFate {
  readonly request: RequestClass;
  readonly firstCall: CallFate;
  /** In order; the last one repeats. */
  readonly laterCalls: readonly CallFate[];
}

export interface CallFate {
  readonly outcome: "ok" | FailureKind;
  /** Of the time that the ask has for each of its calls: above 0, up to 1. */
  readonly timeShare: number;
  /** Of what is held for the call, 0 to 1. */
  readonly costShare: number;
}

/** The most that is held for one call, in micro-dollars. */
const HOLD_MICRO_USD_MAX = 2_000;
/** Longer than any ask of a generated trace. */
const LEASE_MS = 120_000;

interface World {
  readonly bundle: string;
  readonly planOf: Planner;
  readonly linesOf: ReturnType<typeof createBudgetLines>;
  readonly callsMax: number;
  readonly holdMicroUsd: number;
}

/** An ask that is being told. */
interface Tale extends AskFate {
  readonly askId: string;
  readonly fromMs: number;
  readonly route: string;
  readonly events: SwitchyardEvent[];
  nowMs: number;
  attempts: number;
  costMicroUsd: number;
}

export type TellAsk = (fate: AskFate, askId: string, atMs: number) => readonly SwitchyardEvent[];

/**
 * Tells asks by a bundle's own plans, without a router: rung by rung, each endpoint once, as far as
 * the policy's attempts go. So little is held that `asksMax` asks exceed no budget.
 */
export function createAskTeller(bundle: Bundle, asksMax: number): TellAsk {
  const { max: callsMax } = bundle.policy.defaults.attempts;
  const caps = bundle.policy.budgets.map(({ capMicroUsd }) => capMicroUsd);
  const shares = caps.map((cap) => Math.floor(cap / (asksMax * callsMax)));
  const world: World = {
    bundle: bundle.hash.slice(0, 12),
    planOf: createPlanner(bundle),
    linesOf: createBudgetLines(bundle.policy),
    callsMax,
    holdMicroUsd: Math.min(HOLD_MICRO_USD_MAX, ...shares),
  };
  return (fate, askId, atMs) => {
    const { capabilities, overrides: _, ...words } = fate.request;
    const { route, rungs, endsStatic } = world.planOf(fate.request, atMs);
    const base = { atMs, bundle: world.bundle, askId };
    const sums = { nowMs: atMs, attempts: 0, costMicroUsd: 0 };
    const events: SwitchyardEvent[] = [
      { ...base, type: "ask-received", taskId: askId, ...words, capabilities },
    ];
    const tale: Tale = { ...fate, askId, fromMs: atMs, route: route ?? "", events, ...sums };
    if (route === null) tellFailure(world, tale, "route-refused");
    else if (!tellRungs(world, tale, rungs)) {
      if (endsStatic) tellAnswer(world, tale, "static");
      else tellFailure(world, tale, "ladder-exhausted");
    }
    return events;
  };
}

/** Climbs until a call is answered; false where none is. */
function tellRungs(world: World, tale: Tale, rungs: ReturnType<Planner>["rungs"]): boolean {
  for (const { rung, endpoints, rejections } of rungs) {
    if (tale.attempts >= world.callsMax) return false;
    const rejected = rejections.map(({ endpoint, reasons }) => [
      endpoint.id,
      reasons.map(({ code }) => code),
    ]);
    tale.events.push({
      ...baseOf(world, tale),
      type: "route-decided",
      route: tale.route,
      rung,
      endpoints: endpoints.map(({ id }) => id),
      rejected: Object.fromEntries(rejected),
    });
    for (const endpoint of endpoints) {
      if (tale.attempts >= world.callsMax) return false;
      if (!tellCall(world, tale, rung, endpoint)) continue;
      tellAnswer(world, tale, rung, endpoint.id);
      return true;
    }
  }
  return false;
}

/** One call from its reservation to its end; whether it was answered. */
function tellCall(world: World, tale: Tale, rung: RungName, endpoint: PlannedEndpoint): boolean {
  const { route, request, events } = tale;
  const { outcome, timeShare, costShare } = nextFate(tale);
  const { id, model, provider, region, tier } = endpoint;
  const charge = { route, tier, provider, model, segment: request.segment };
  const lines = world.linesOf(charge, tale.nowMs);
  const kind = tale.attempts === 0 ? "first" : "fallback";
  const leftMs = tale.fromMs + request.slaMs - tale.nowMs;
  const timeoutMs = leftMs / (world.callsMax - tale.attempts);
  tale.attempts += 1;
  const attemptId = `${tale.askId}/${tale.attempts}`;
  const begin = { ...baseOf(world, tale), attemptId };
  const hold = {
    amountMicroUsd: world.holdMicroUsd,
    budgets: lines.map(({ budgetId }) => budgetId),
    windows: lines.map(({ window }) => windowName(window)),
    leaseMs: LEASE_MS,
  };
  const where = { rung, route, endpoint: id, model, provider, region };
  events.push({ ...begin, type: "budget-reserved", ...hold });
  events.push({ ...begin, type: "attempt-started", kind, ...where, timeoutMs });

  const latencyMs = timeoutMs * timeShare;
  const costMicroUsd = outcome === "ok" ? Math.floor(world.holdMicroUsd * costShare) : 0;
  tale.nowMs += latencyMs;
  tale.costMicroUsd += costMicroUsd;
  const end = { ...baseOf(world, tale), attemptId };
  const how = { outcome, latencyMs, costMicroUsd };
  events.push({ ...end, type: "attempt-ended", endpoint: id, provider, ...how });
  if (outcome !== "ok") {
    events.push({ ...end, type: "budget-released" });
    return false;
  }
  const verdict = { outcome: "passed", score: 1, scoredBy: "gate", failed: [] } as const;
  const bill = { amountMicroUsd: costMicroUsd, source: "usage", excessMicroUsd: 0 } as const;
  events.push({ ...end, type: "answer-judged", route, model, ...verdict });
  events.push({ ...end, type: "budget-settled", ...bill });
  return true;
}

function nextFate({ attempts, firstCall, laterCalls }: Tale): CallFate {
  if (attempts === 0) return firstCall;
  return laterCalls[attempts - 1] ?? laterCalls.at(-1) ?? firstCall;
}

function tellAnswer(world: World, tale: Tale, rung: RungName, endpoint?: string): void {
  const { route, request, attempts } = tale;
  const isFirst = attempts === 1 && rung === "full";
  const how = rung === "full" ? "fallback" : "degraded";
  const unanswered = attempts === 0 ? "no-endpoint" : "attempts-exhausted";
  tale.events.push({
    ...endOf(world, tale),
    type: "ask-answered",
    route,
    rung,
    ...(endpoint !== undefined && { endpoint }),
    slaMs: request.slaMs,
    insideSla: true,
    why: endpoint === undefined ? unanswered : isFirst ? "first-choice" : how,
    unmeasured: false,
  });
}

function tellFailure(world: World, tale: Tale, code: string): void {
  const message = `It ended as ${code}.`;
  tale.events.push({ ...endOf(world, tale), type: "ask-failed", code, message });
}

function endOf(
  world: World,
  tale: Tale,
): ReturnType<typeof baseOf> &
  Pick<Tale, "attempts" | "costMicroUsd"> & {
    readonly taskId: string;
    readonly latencyMs: number;
  } {
  const { askId: taskId, nowMs, fromMs, attempts, costMicroUsd } = tale;
  return { ...baseOf(world, tale), taskId, latencyMs: nowMs - fromMs, attempts, costMicroUsd };
}

function baseOf(
  { bundle }: World,
  { askId, nowMs }: Tale,
): { readonly atMs: number; readonly bundle: string; readonly askId: string } {
  return { atMs: nowMs, bundle, askId };
}
