import type { CheckOptions } from "../check/check-policy.ts";
import type { PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";
import { costsAtMost } from "./costs-at-most.ts";
import type { AtDay } from "./day-of.ts";
import type { StatedRequest } from "./explain-request.ts";
import { holdsInvariants } from "./holds-invariants.ts";
import { routesTo } from "./routes-to.ts";
import { survives, type SurvivalOptions } from "./survives.ts";

/** What `expect(policy)` can say, of a policy's path, documents or open bundle. */
export interface PolicyMatchers<R> {
  /** Every invariant holds in random rehearsals. `await` it. */
  toHoldInvariants(options?: CheckOptions): Promise<void>;
  /** A request's first call goes to an endpoint, a model or a provider. */
  toRouteTo(request: StatedRequest, target: string, options?: AtDay): R;
  /** What a model serves today, a model serves while something is down. */
  toSurvive(options: SurvivalOptions): R;
  /** A request's first choice is expected to cost at most so much per success. */
  toCostAtMost(request: StatedRequest, cost: string, options?: AtDay): R;
}

/** What `expect.extend` takes, of vitest, jest and the `expect` package alike. */
interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** For `expect.extend`; `@switchyard/testkit/vitest` and `@switchyard/testkit/jest` do it. */
export const matchers: {
  readonly toHoldInvariants: (
    policy: PolicyUnderTest,
    options?: CheckOptions,
  ) => Promise<MatcherResult>;
  readonly toRouteTo: (
    policy: PolicyUnderTest,
    request: StatedRequest,
    target: string,
    options?: AtDay,
  ) => MatcherResult;
  readonly toSurvive: (policy: PolicyUnderTest, options: SurvivalOptions) => MatcherResult;
  readonly toCostAtMost: (
    policy: PolicyUnderTest,
    request: StatedRequest,
    cost: string,
    options?: AtDay,
  ) => MatcherResult;
} = {
  toHoldInvariants: async (policy, options) => resultOf(await holdsInvariants(policy, options)),
  toRouteTo: (policy, request, target, options) =>
    resultOf(routesTo(policy, request, target, options)),
  toSurvive: (policy, options) => resultOf(survives(policy, options)),
  toCostAtMost: (policy, request, cost, options) =>
    resultOf(costsAtMost(policy, request, cost, options)),
};

function resultOf({ ok, message }: Claim): MatcherResult {
  return { pass: ok, message: () => message };
}
