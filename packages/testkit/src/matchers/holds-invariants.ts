import { checkPolicy, formatCheck, type CheckOptions } from "../check/check-policy.ts";
import type { PolicyUnderTest } from "../check/policy-under-test.ts";
import type { Claim } from "./claim.ts";

/** Whether every invariant holds in random rehearsals of a policy, as of {@link checkPolicy}. */
export async function holdsInvariants(
  policy: PolicyUnderTest,
  options: CheckOptions = {},
): Promise<Claim> {
  const check = await checkPolicy(policy, options);
  return { ok: check.ok, message: formatCheck(check) };
}
