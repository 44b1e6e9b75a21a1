import type { BaseExpect } from "expect";
import { matchers as policyMatchers, type PolicyMatchers } from "./matchers/matchers.ts";

declare module "expect" {
  // It asks for its own type parameters, though none but the first is used here.
  interface Matchers<R extends void | Promise<void>, T> extends PolicyMatchers<R> {}
}

/**
 * The matchers of policies for jest, whose `expect` is a global or an import: write
 * `expect.extend(matchers)` in a test or in a setup file.
 */
export const matchers: Parameters<BaseExpect["extend"]>[0] = policyMatchers;
