import fc from "fast-check";
import { afterAll } from "vitest";

// With seeds of their own, two runs of the same mutants would give two scores. That a mutant fails
// is enough; nobody reads its smallest counterexample.
fc.configureGlobal({ seed: 1, endOnFailure: true });

// The next file of the same worker must load before Stryker turns the mutant on for its tests.
afterAll(() => {
  const stryker: unknown = Reflect.get(globalThis, "__stryker__");
  if (typeof stryker === "object" && stryker !== null)
    Reflect.set(stryker, "activeMutant", undefined);
});
