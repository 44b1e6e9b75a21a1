/**
 * A process that routes under a quota which it shares over Redis. Given a number, it asks so often
 * at once, and says how many asks were let in, why the others were not, and how the store stood.
 */
import type { Clock } from "@switchyard/contract";
import { createRouter } from "@switchyard/sdk";
import { createRedisQuota } from "@switchyard/sdk/redis";
import { connectRedis } from "../../packages/ledger/test/connect-redis.ts";
import { INSTANT_MODELS } from "../../packages/sdk/scripts/instant-models.ts";
import { createSystemClock } from "../../packages/sdk/src/system-clock.ts";
import { CATALOG, POLICY } from "../../packages/sdk/test/sample-bundle.ts";

export interface Load {
  readonly letIn: number;
  /** Causes of the answers that no model gave. */
  readonly causes: readonly string[];
  /** What the store of quotas was said to be, in order, since the process began. */
  readonly store: readonly string[];
}

const [, , port = "", requestsPerMinute = ""] = process.argv;
/** A server that is gone fails at once: what is slow on a busy machine is not taken for it. */
const client = connectRedis(Number(port), {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
});
const system = createSystemClock();
const patient: Clock = {
  ...system,
  deadline: (durationMs) => system.deadline(100 * durationMs),
};
const [quick, ...others] = POLICY.routes;
const store: string[] = [];
const router = createRouter({
  policy: {
    ...POLICY,
    routes: [{ ...quick, quota: { requestsPerMinute: Number(requestsPerMinute) } }, ...others],
  },
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

process.on("message", (asks: number) => void load(asks).then((done) => process.send?.(done)));
process.on("disconnect", () => process.exit());
client.once("ready", () => process.send?.("ready"));

async function load(asks: number): Promise<Load> {
  const request = { intent: "faq", risk: "low", slaMs: 60_000, input: "Why?" } as const;
  const answers = await Promise.all(Array.from({ length: asks }, () => router.ask(request)));
  const refused = answers.filter(({ rung }) => rung === "static");
  const causes = [...new Set(refused.map(({ why }) => why.code))];
  await router.flush();
  return { letIn: asks - refused.length, causes, store };
}
