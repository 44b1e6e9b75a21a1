import type { Clock, HealthListener, HealthMember, HealthPort } from "@switchyard/contract";
import { createHealthBook, type HealthReading } from "./health-book.ts";
import type { HealthRecord } from "./health-record.ts";
import { createLatencyBatch, latencyWordsOf } from "./latency-batch.ts";
import { createLedgerLink } from "./ledger-link.ts";
import { createRedisScript, type RedisClient } from "./redis-client.ts";
import { EXCHANGE_HEALTH } from "./redis-health-script.ts";

export interface RedisHealthOptions {
  /** A client of `ioredis` or of `redis`; it stays the caller's to close. */
  readonly client: RedisClient;
  readonly clock: Clock;
  /**
   * Calls `tick` again and again, `everyMs` apart, until what it returns is called. It must not
   * keep the process alive.
   */
  readonly ticker: (everyMs: number, tick: () => void) => () => void;
  /** Begins the key's name; processes of one prefix share. Default: `switchyard`. */
  readonly prefix?: string;
  /** Time between two looks, in milliseconds: a word takes two of them at most. Default: 250. */
  readonly pollMs?: number;
  /** A look that takes longer counts as failed. Milliseconds; default: 1,000. */
  readonly timeoutMs?: number;
  /** How often a Redis that is away is looked for. Milliseconds; default: 1,000. */
  readonly retryMs?: number;
}

/**
 * Shares open breakers, used-up rate limits and how long calls took over Redis or Valkey (7 or later).
 *
 * - One script every `pollMs` sends what is new and reads what is; no ask waits for it. What is told
 *   meanwhile is sent once, as it stands then.
 * - A record is an era, which begins with a closing, and an end, both by the server's clock; the
 *   later one wins. So a word that comes late, twice or out of order changes nothing.
 * - How long calls took goes by in batches, of which the last 1,000 of five minutes are there for who
 *   joins; each is read as if its calls had just ended. A batch whose look failed is not sent again:
 *   if Redis took it all the same, its own process may count it twice.
 * - Redis away: a router keeps what it knows and goes by what it finds; what it told is sent when
 *   Redis is back, unless it is over by then. A Redis that lost its data is told again.
 * - After a rest each process probes by itself: an endpoint meets up to `halfOpenProbes` of them
 *   from each, until one tells how its own went. A breaker that opens within two looks of another
 *   process's closing may be closed by it; then it takes new failures to open.
 */
export function createRedisHealth(options: RedisHealthOptions): HealthPort {
  const { client, prefix = "switchyard" } = options;
  const exchange = createRedisScript(client, EXCHANGE_HEALTH, [
    `{${prefix}}:health`,
    `{${prefix}}:latency`,
  ]);
  return { join: (listener) => join(options, exchange, listener) };
}

function join(
  { clock, ticker, pollMs = 250, timeoutMs = 1_000, retryMs = 1_000 }: RedisHealthOptions,
  exchange: (...values: readonly string[]) => Promise<unknown>,
  listener: HealthListener,
): HealthMember {
  const book = createHealthBook();
  const batch = createLatencyBatch();
  let place = "";
  let isLooking = false;
  let hasLeft = false;
  const link = createLedgerLink({
    clock,
    timeoutMs,
    retryMs,
    onDown: (error) => {
      if (!hasLeft) listener.onLost(error instanceof Error ? error.message : String(error));
    },
    onUp: () => {
      if (!hasLeft) listener.onBack();
    },
  });
  const look = async (): Promise<void> => {
    if (isLooking) return;
    isLooking = true;
    const outcome = await link.call(async () => {
      const sent = book.unsent(clock.nowMs()).flatMap(([name, record]) => [name, textOf(record)]);
      return lookOf(await exchange(place, batch.take(), ...sent));
    });
    isLooking = false;
    // What was told while Redis was away is too old by the time it is back.
    if (!outcome.ok) batch.take();
    if (hasLeft || !outcome.ok) return;
    const { reading, batches } = outcome.result;
    place = outcome.result.place;
    for (const word of book.read(reading, clock.nowMs())) listener.onWord(word);
    for (const word of batches.flatMap(latencyWordsOf)) listener.onWord(word);
  };
  const stop = ticker(pollMs, () => void look());
  void look();
  return {
    tell: (word) => {
      if (hasLeft) return;
      if (word.kind === "took") batch.add(word);
      else book.tell(word, clock.nowMs());
    },
    leave: () => {
      hasLeft = true;
      stop();
    },
  };
}

function textOf({ eraMs, untilMs, cause }: HealthRecord): string {
  return `${eraMs} ${untilMs} ${cause}`;
}

/** What one look found. */
interface Look {
  readonly reading: HealthReading;
  /** Behind the last batch there is. */
  readonly place: string;
  /** Batches of others. */
  readonly batches: readonly string[];
}

/** Throws for what is no answer of {@link EXCHANGE_HEALTH}. */
function lookOf(answer: unknown): Look {
  const parts: readonly unknown[] = Array.isArray(answer) ? answer : [];
  const [storeMs, place, batches, texts] = [
    parts[0],
    parts[1],
    textsOf(parts[2]),
    textsOf(parts[3]),
  ];
  if (!/^\d+$/.test(String(storeMs)))
    throw new Error(`Redis answered ${String(answer)} to a look.`);
  const records = new Map<string, HealthRecord>();
  for (let index = 0; index + 1 < texts.length; index += 2)
    records.set(texts[index] ?? "", recordOf(texts[index + 1] ?? ""));
  return { reading: { storeMs: Number(storeMs), records }, place: String(place), batches };
}

function textsOf(part: unknown): readonly string[] {
  return Array.isArray(part) ? part.map(String) : [];
}

function recordOf(text: string): HealthRecord {
  const [, eraMs, untilMs, cause = ""] = /^(\d+) (\d+) (.*)$/s.exec(text) ?? [];
  if (eraMs === undefined) throw new Error(`Redis holds no record of health but ${text}.`);
  return { eraMs: Number(eraMs), untilMs: Number(untilMs), cause };
}
