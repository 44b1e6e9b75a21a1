import * as fc from "fast-check";

/** The first value mostly, and toward it when shrinking; else one of the others. */
export function mostly<T>(usual: T, ...others: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(usual, ...others) },
  );
}

/** Some of the values in their order, at least one. */
export function someOf<T>(values: readonly T[]): fc.Arbitrary<readonly T[]> {
  return fc.subarray([...values], { minLength: 1 });
}
