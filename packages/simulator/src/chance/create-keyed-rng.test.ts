import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "./create-keyed-rng.ts";

test("a stream depends on the path of its keys alone, not on what else was drawn or forked", () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.string(), { maxLength: 4 }),
      fc.nat(5),
      (seed, path, noise) => {
        const quiet = path.reduce((rng, key) => rng.fork(key), createKeyedRng(seed));
        const busy = path.reduce((rng, key) => {
          for (let draw = 0; draw < noise; draw += 1) rng.float();
          rng.fork("other").float();
          return rng.fork(key);
        }, createKeyedRng(seed));

        expect([quiet.float(), quiet.float()]).toEqual([busy.float(), busy.float()]);
      },
    ),
  );
});

test("other keys give other streams", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (seed, one, other) => {
      fc.pre(one !== other);
      const rng = createKeyedRng(seed);
      expect(rng.fork(one).float()).not.toBe(rng.fork(other).float());
    }),
  );
});

test("where one key ends and the next begins matters", () => {
  const rng = createKeyedRng("seed");
  expect(rng.fork("ab").fork("c").float()).not.toBe(rng.fork("a").fork("bc").float());
  expect(rng.fork("a").float()).not.toBe(rng.fork("a").fork("").float());
});

test("numbers lie in [0, 1)", () => {
  fc.assert(
    fc.property(fc.string(), (seed) => {
      const drawn = createKeyedRng(seed).float();
      expect(drawn >= 0 && drawn < 1).toBe(true);
    }),
  );
});

/** Pearson's statistic over ten equal buckets; 9 degrees of freedom exceed 27.9 once in 1,000. */
function chiSquared(numbers: readonly number[]): number {
  const counts = Array.from({ length: 10 }, () => 0);
  for (const number of numbers) {
    const bucket = Math.floor(number * 10);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const expected = numbers.length / 10;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test("one stream is uniform, and so are the first numbers of many numbered forks", () => {
  const rng = createKeyedRng("uniformity");
  const one = Array.from({ length: 20_000 }, () => rng.float());
  const many = Array.from({ length: 20_000 }, (_, index) => rng.fork(`ask-${index}/1`).float());

  expect(chiSquared(one)).toBeLessThan(27.9);
  expect(chiSquared(many)).toBeLessThan(27.9);
});

test("neighbouring forks are uncorrelated", () => {
  const rng = createKeyedRng("correlation");
  const drawn = Array.from({ length: 20_000 }, (_, index) => rng.fork(`${index}`).float() - 0.5);
  const covariance = drawn.reduce((sum, value, index) => sum + value * (drawn[index + 1] ?? 0), 0);

  expect(Math.abs((covariance / drawn.length) * 12)).toBeLessThan(0.03);
});

test("the numbers of a seed are pinned: a change of them changes every recorded rehearsal", () => {
  const rng = createKeyedRng("pinned").fork("ask-1").fork("latency");
  expect([rng.float(), rng.float()]).toEqual([0.22980911338707644, 0.38945641368632367]);
});
