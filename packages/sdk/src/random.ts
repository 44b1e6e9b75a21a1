import { randomUUID } from "node:crypto";
import type { Rng } from "@switchyard/contract";

/** The machine's own chance. It has no seed, so every fork draws from the same source. */
export function createSystemRng(): Rng {
  const rng: Rng = { fork: () => rng, float: () => Math.random() };
  return rng;
}

/** An id that no other ask has: a random UUID. */
export function newAskId(): string {
  // Node joins a UUID from twenty strings, which the collector would carry about one by one.
  return Buffer.from(randomUUID(), "latin1").toString("latin1");
}
