/** A process that routes by what it shares over Redis: a quota, and a budget. */
import { connectRedis } from "../../packages/ledger/test/connect-redis.ts";
import { createQuotaLoad, type Load } from "./quota-load.ts";
import { createSpendingSteps, type Step, type Stepped } from "./spending-steps.ts";

/** What a worker does, and what it says to it. */
export interface Tasks {
  readonly load: { readonly ask: { readonly asks: number }; readonly reply: Load };
  readonly step: { readonly ask: Step; readonly reply: Stepped };
}

export type Task =
  | ({ readonly task: "load" } & Tasks["load"]["ask"])
  | ({ readonly task: "step" } & Tasks["step"]["ask"]);

const [, , port = "", requestsPerMinute = ""] = process.argv;
/** A server that is gone fails at once: what is slow on a busy machine is not taken for it. */
const client = connectRedis(Number(port), { enableOfflineQueue: false, maxRetriesPerRequest: 0 });
const load = createQuotaLoad(client, Number(requestsPerMinute));
const step = createSpendingSteps(client);

process.on("message", (task: Task) => void perform(task).then((done) => process.send?.(done)));
process.on("disconnect", () => process.exit());
client.once("ready", () => process.send?.("ready"));

async function perform(task: Task): Promise<Load | Stepped> {
  return task.task === "load" ? await load(task.asks) : await step(task);
}
