import { randomUUID } from "node:crypto";
import type { Rng } from "@switchyard/contract";

/** The machine's own chance. It has no seed, so every fork draws from the same source. */
export function createSystemRng(): Rng {
  const rng: Rng = { fork: () => rng, float: () => Math.random() };
  return rng;
}

/** An id that no other ask has: a random UUID. */
export function newAskId(): string {
  return randomUUID();
}
