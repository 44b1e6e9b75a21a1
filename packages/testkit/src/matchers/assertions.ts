import { AssertionError } from "node:assert";
import type { CheckOptions } from "../check/check-policy.ts";
import type { PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";
import { costsAtMost } from "./costs-at-most.ts";
import type { AtDay } from "./day-of.ts";
import type { StatedRequest } from "./explain-request.ts";
import { holdsInvariants } from "./holds-invariants.ts";
import { routesTo } from "./routes-to.ts";
import { survives, type SurvivalOptions } from "./survives.ts";

/** Fails a test of any runner unless {@link holdsInvariants}. */
export async function assertHoldsInvariants(
  policy: PolicyUnderTest,
  options: CheckOptions = {},
): Promise<void> {
  assertClaim(await holdsInvariants(policy, options), assertHoldsInvariants);
}

/** Fails a test of any runner unless {@link routesTo}. */
export function assertRoutesTo(
  policy: PolicyUnderTest,
  request: StatedRequest,
  target: string,
  options: AtDay = {},
): void {
  assertClaim(routesTo(policy, request, target, options), assertRoutesTo);
}

/** Fails a test of any runner unless {@link survives}. */
export function assertSurvives(policy: PolicyUnderTest, options: SurvivalOptions): void {
  assertClaim(survives(policy, options), assertSurvives);
}

/** Fails a test of any runner unless {@link costsAtMost}. */
export function assertCostsAtMost(
  policy: PolicyUnderTest,
  request: StatedRequest,
  cost: string,
  options: AtDay = {},
): void {
  assertClaim(costsAtMost(policy, request, cost, options), assertCostsAtMost);
}

/** The stack begins at the test's own line. */
function assertClaim({ ok, message }: Claim, asserted: (...args: never) => unknown): void {
  if (!ok) throw new AssertionError({ message, stackStartFn: asserted });
}
