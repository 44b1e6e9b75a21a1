import type { Clock } from "@switchyard/contract";
import { createRouter } from "@switchyard/sdk";
import { createRedisQuota, type RedisClient } from "@switchyard/sdk/redis";
import { INSTANT_MODELS } from "../../packages/sdk/scripts/instant-models.ts";
import { createSystemClock } from "../../packages/sdk/src/system-clock.ts";
import { CATALOG, POLICY } from "../../packages/sdk/test/sample-bundle.ts";

/** What became of asks at once. */
export interface Load {
  readonly letIn: number;
  /** Causes of the answers that no model gave. */
  readonly causes: readonly string[];
  /** What the store of quotas was said to be, in order, since the process began. */
  readonly store: readonly string[];
}

/** A router under a quota of so many asks a minute, and asks to put to it at once. */
export function createQuotaLoad(
  client: RedisClient,
  requestsPerMinute: number,
): (asks: number) => Promise<Load> {
  const system = createSystemClock();
  const patient: Clock = { ...system, deadline: (durationMs) => system.deadline(100 * durationMs) };
  const [quick, ...others] = POLICY.routes;
  const store: string[] = [];
  const router = createRouter({
    policy: { ...POLICY, routes: [{ ...quick, quota: { requestsPerMinute } }, ...others] },
    catalog: CATALOG,
    providers: INSTANT_MODELS,
    quota: createRedisQuota({ client }),
    clock: patient,
    sinks: [
      {
        record: (event) => {
          if (event.type === "quota-changed") store.push(event.to);
        },
      },
    ],
  });
  return async (asks) => {
    const request = { intent: "faq", risk: "low", slaMs: 60_000, input: "Why?" } as const;
    const answers = await Promise.all(Array.from({ length: asks }, () => router.ask(request)));
    const refused = answers.filter(({ rung }) => rung === "static");
    const causes = [...new Set(refused.map(({ why }) => why.code))];
    await router.flush();
    return { letIn: asks - refused.length, causes, store };
  };
}
