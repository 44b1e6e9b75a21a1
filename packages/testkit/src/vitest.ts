/** Teaches the `expect` of vitest the matchers of policies: import it in a test or a setup file. */
import { expect } from "vitest";
import { matchers, type PolicyMatchers } from "./matchers/matchers.ts";

declare module "vitest" {
  // vitest asks for its own type parameters, though none but the first is used here.
  interface Matchers<R extends void | Promise<void>, T> extends PolicyMatchers<R> {}
}

expect.extend(matchers);
