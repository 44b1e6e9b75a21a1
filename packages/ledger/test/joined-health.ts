import type { HealthMember, HealthPort, HealthWord } from "@switchyard/contract";
import type { IoredisClient, NodeRedisClient, RedisClient } from "../src/redis-client.ts";
import { createRedisHealth } from "../src/redis-health.ts";
import { createHandClock, type HandClock } from "./hand-clock.ts";

/** Shared health of one process that looks when a test says so. */
export interface SteppedHealth {
  readonly port: HealthPort;
  readonly clock: HandClock;
  /** Looks, and waits until the look is over. */
  readonly look: () => Promise<void>;
  /** Looks, and does not wait. */
  readonly beginLook: () => void;
}

/** For one process, which joins once. */
export function steppedHealth(client: RedisClient, prefix: string): SteppedHealth {
  const clock = createHandClock();
  const underWay = new Set<Promise<unknown>>();
  const followed = (call: Promise<unknown>): Promise<unknown> => {
    underWay.add(call);
    const done = (): boolean => underWay.delete(call);
    call.then(done, done);
    return call;
  };
  let beginLook = (): void => {};
  const port = createRedisHealth({
    client: followedClient(client, followed),
    prefix,
    clock,
    ticker: (_, tick) => {
      beginLook = tick;
      return () => {
        beginLook = () => {};
      };
    },
  });
  const end = async (): Promise<void> => {
    while (underWay.size > 0) {
      await Promise.allSettled(underWay);
      await new Promise(setImmediate);
    }
  };
  const look = async (): Promise<void> => {
    await end();
    beginLook();
    await end();
  };
  return { port, clock, look, beginLook: () => beginLook() };
}

/** A process that shares its health, with all it was told. */
export interface JoinedHealth extends SteppedHealth {
  readonly member: HealthMember;
  readonly words: readonly HealthWord[];
  readonly links: readonly string[];
}

export function joinHealth(client: RedisClient, prefix: string): JoinedHealth {
  const stepped = steppedHealth(client, prefix);
  const words: HealthWord[] = [];
  const links: string[] = [];
  const member = stepped.port.join({
    onWord: (word) => words.push(word),
    onLost: (cause) => links.push(`lost: ${cause}`),
    onBack: () => links.push("back"),
  });
  return { ...stepped, member, words, links };
}

function followedClient(
  client: RedisClient,
  followed: (call: Promise<unknown>) => Promise<unknown>,
): RedisClient {
  if ("evalSha" in client) {
    const watched: NodeRedisClient = {
      evalSha: (sha1, given) => followed(client.evalSha(sha1, given)),
      eval: (script, given) => followed(client.eval(script, given)),
    };
    return watched;
  }
  const watched: IoredisClient = {
    evalsha: (sha1, keyCount, ...given) => followed(client.evalsha(sha1, keyCount, ...given)),
    eval: (script, keyCount, ...given) => followed(client.eval(script, keyCount, ...given)),
  };
  return watched;
}
