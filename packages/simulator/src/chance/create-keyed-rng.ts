import type { Rng } from "@switchyard/contract";
import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import type { RandomGenerator } from "pure-rand/types/RandomGenerator";

/** 64 bits of a key path, as two independent 32-bit lanes. */
interface Lanes {
  readonly left: number;
  readonly right: number;
}

// FNV-1a's 32-bit offset basis and prime (Fowler, Noll and Vo); the second lane starts from the
// golden ratio's fraction and multiplies by MurmurHash3's first constant, so the lanes differ.
const START: Lanes = { left: 0x811c9dc5, right: 0x9e3779b9 };
const LEFT_PRIME = 0x01000193;
const RIGHT_FACTOR = 0xcc9e2d51;

/**
 * Chance as a tree of named streams: a stream depends on the seed and the keys that lead to it,
 * never on what else was drawn. Two runs with equal seeds draw equal numbers.
 *
 * A key path is hashed to 64 bits, which seed xoroshiro128+ (Blackman and Vigna). Good for
 * rehearsals, not for secrets.
 */
export function createKeyedRng(seed: string): Rng {
  return streamOf(absorb(START, seed));
}

function streamOf(lanes: Lanes): Rng {
  // Most nodes of the tree are only forked, so the generator is made by the first draw.
  let generator: RandomGenerator | undefined;
  return {
    fork: (key) => streamOf(absorb(lanes, key)),
    float() {
      generator ??= generatorOf(lanes);
      return uniformFloat64(generator);
    },
  };
}

/** Hashes one more key. Its length goes in too, so that "a", "b" and "ab" lead to other streams. */
function absorb({ left, right }: Lanes, key: string): Lanes {
  let nextLeft = Math.imul(left ^ key.length, LEFT_PRIME);
  let nextRight = Math.imul(right ^ key.length, RIGHT_FACTOR);
  for (let index = 0; index < key.length; index += 1) {
    const unit = key.charCodeAt(index);
    nextLeft = Math.imul(nextLeft ^ unit, LEFT_PRIME);
    nextRight = Math.imul(nextRight ^ unit, RIGHT_FACTOR);
    nextRight = (nextRight << 13) | (nextRight >>> 19);
  }
  return { left: finish(nextLeft), right: finish(nextRight ^ nextLeft) };
}

/** MurmurHash3's 32-bit finaliser (Appleby): each input bit flips each output bit half the time. */
function finish(word: number): number {
  let mixed = word ^ (word >>> 16);
  mixed = Math.imul(mixed, 0x85ebca6b);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) | 0;
}

function generatorOf({ left, right }: Lanes): RandomGenerator {
  // The odd constant keeps the state from being all zero, the one state that never moves.
  return xoroshiro128plusFromState([left, right, finish(left + START.right), finish(right) | 1]);
}
