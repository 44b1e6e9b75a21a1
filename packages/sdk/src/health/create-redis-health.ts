import type { HealthPort } from "@switchyard/contract";
import {
  createRedisHealth as createHealth,
  type RedisHealthOptions as Options,
} from "@switchyard/ledger/redis";
import { systemTicker } from "../source/system-ticker.ts";
import { createSystemClock } from "../system-clock.ts";

export type RedisHealthOptions = Omit<Options, "clock" | "ticker">;

/** As `createRedisHealth` of the ledger's package, by the machine's time. */
export function createRedisHealth(options: RedisHealthOptions): HealthPort {
  return createHealth({ ...options, clock: createSystemClock(), ticker: systemTicker });
}
