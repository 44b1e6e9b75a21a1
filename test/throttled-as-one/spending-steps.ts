import { once } from "node:events";
import type { Clock, Rng, SwitchyardEvent } from "@switchyard/contract";
import { createRouter, type Router } from "@switchyard/sdk";
import { createRedisLedger, type RedisClient } from "@switchyard/sdk/redis";
import type { connectRedis } from "../../packages/ledger/test/connect-redis.ts";
import { INSTANT_MODELS } from "../../packages/sdk/scripts/instant-models.ts";
import { createSystemClock } from "../../packages/sdk/src/system-clock.ts";
import { CATALOG, POLICY } from "../../packages/sdk/test/sample-bundle.ts";

type Intent = "faq" | "write" | "extract";

/** Asks of one instant. */
export interface Step {
  /** Routers of one book, whichever process they are in, share their budgets. */
  readonly book: string;
  readonly atMs: number;
  readonly asks: Readonly<Partial<Record<Intent, number>>>;
  /** Whether to wait for the server. */
  readonly isUp: boolean;
}

export interface Stepped {
  readonly letIn: Readonly<Record<Intent, number>>;
  /** What was told of the budget and of its store. */
  readonly told: readonly string[];
}

interface Spending {
  readonly router: Router<Intent | "rest", "low">;
  readonly told: string[];
}

/** A router for each book, and asks to put to it. */
export function createSpendingSteps(
  client: ReturnType<typeof connectRedis>,
): (step: Step) => Promise<Stepped> {
  const spendings = new Map<string, Spending>();
  let nowMs = 0;
  const clock = steppedClock(() => nowMs);
  return async ({ book, atMs, asks, isUp }) => {
    if (isUp && client.status !== "ready") await once(client, "ready");
    nowMs = atMs;
    const spending = spendings.get(book) ?? createSpending(client, book, clock);
    spendings.set(book, spending);
    const { router, told } = spending;
    const [faq, write, extract] = await Promise.all([
      letIn(router, "faq", asks.faq),
      letIn(router, "write", asks.write),
      letIn(router, "extract", asks.extract),
    ]);
    await router.flush();
    return { letIn: { faq, write, extract }, told: told.splice(0) };
  };
}

/** Stands still between steps. Waiting for a slow server takes the machine's time, and longer. */
function steppedClock(nowMs: () => number): Clock {
  const system = createSystemClock();
  const startMs = Date.UTC(2026, 10, 24, 12);
  return {
    nowMs,
    epochMs: () => startMs + nowMs(),
    sleep: (durationMs, signal) => system.sleep(durationMs / 100, signal),
    deadline: (durationMs) => system.deadline(100 * durationMs),
  };
}

/**
 * Five minutes allow 250 asks of 80 micro-dollars. An eighth of the hour is spent; the level begins
 * soon after.
 */
function createSpending(client: RedisClient, book: string, clock: Clock): Spending {
  const [quick] = POLICY.routes;
  const told: string[] = [];
  let draws = 0;
  /** Draws as even as can be, so that few asks tell the share. */
  const rng: Rng = { fork: () => rng, float: () => ((draws += 1) * 0.618_033_988_749_895) % 1 };
  const router = createRouter({
    policy: {
      ...POLICY,
      routes: [
        quick,
        { ...quick, id: "planning", match: { intents: ["write"], risks: ["low"] } },
        { ...quick, id: "regulated", match: { intents: ["extract"], risks: ["low"] } },
      ],
      budgets: [
        {
          id: "hour",
          cap: "$0.24",
          window: "rolling-1h",
          onLedgerDown: { "fail-open-within": "$0.10" },
        },
      ],
      spend: {
        burnAlerts: [{ window: "1m", longWindow: "5m", rate: 0.9 }],
        levels: [{ from: "15%", throttle: { order: ["quick", "planning"], shareMin: "20%" } }],
        hysteresis: "5%",
      },
    },
    catalog: CATALOG,
    providers: INSTANT_MODELS,
    ledger: createRedisLedger({ client, prefix: book, opening: { hour: 30_000 } }),
    clock,
    rng,
    sinks: [{ record: (event) => told.push(...wordsOf(event)) }],
  });
  return { router, told };
}

function wordsOf(event: SwitchyardEvent): readonly string[] {
  switch (event.type) {
    case "spend-level-changed":
      return [`level ${event.from} to ${event.to}`];
    case "burn-alert":
      return [`burn ${event.to}`];
    case "throttle-changed":
      return [`${event.route} ${event.to}`];
    case "ledger-changed":
      return [`ledger ${event.to}`];
    default:
      return [];
  }
}

async function letIn(router: Spending["router"], intent: Intent, asks = 0): Promise<number> {
  const request = { risk: "low", slaMs: 60_000, input: "Why?", outputTokensMax: 10 } as const;
  const answers = await Promise.all(
    Array.from({ length: asks }, () => router.ask({ ...request, intent })),
  );
  return answers.filter(({ why }) => why.code !== "throttled").length;
}
