import { strict as assert } from "node:assert";

/** What a script answered. A sum may outgrow what a number tells exactly; what is read never does. */
export function numbersOf(reply: unknown): readonly number[] {
  assert(Array.isArray(reply), `Redis answered ${String(reply)} to a script.`);
  return reply.map((value) => {
    const number = Number(value);
    assert(!Number.isNaN(number), `Redis answered ${String(value)} for a number.`);
    return Math.min(number, Number.MAX_SAFE_INTEGER);
  });
}
