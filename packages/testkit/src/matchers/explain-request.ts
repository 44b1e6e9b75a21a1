import { InvalidRequestError, type AskRequest, type PlannedEndpoint } from "@switchyard/contract";
import {
  endpointsDown,
  explain,
  formatExplanation,
  validateRequest,
  type Explanation,
} from "@switchyard/policy";
import { createAskClassifier } from "@switchyard/sdk";
import { openPolicy, type PolicyUnderTest } from "../check/policy-under-test.ts";
import { dayOf, type AtDay } from "./day-of.ts";

/** A request as an application asks it. `input` may be left out where its length is no matter. */
export type StatedRequest = Omit<AskRequest, "input"> & Partial<Pick<AskRequest, "input">>;

/** Where a request goes under a policy, and why. */
export interface ExplainedRequest {
  readonly explanation: Explanation;
  /** Its first endpoint; undefined: no model is left for it. */
  readonly first?: PlannedEndpoint;
  /** Such as `openai/gpt-6-luna#us (route fast, rung full)`. */
  readonly firstWords: string;
  /** Such as `faq at risk low within 2000 ms`. */
  readonly requestWords: string;
  /** The explanation as text, with the lines of the policy's file. */
  readonly why: string;
}

/**
 * Plans and decides a request as a router does that has just started and never called a provider.
 *
 * @param down failure domains that are lost, such as `provider:openai`
 * @throws InvalidRequestError for a request that the policy's domains do not know
 */
export function explainRequest(
  policy: PolicyUnderTest,
  stated: StatedRequest,
  { down = [], ...options }: AtDay & { readonly down?: readonly string[] } = {},
): ExplainedRequest {
  const loaded = openPolicy(policy);
  const { bundle } = loaded;
  const request = { input: "What is this?", ...stated };
  const issues = validateRequest(bundle.policy, request);
  if (issues.length > 0) throw new InvalidRequestError(issues);
  const absent = endpointsDown(down, bundle.catalog);
  const state = { breakers: {}, attempts: {}, absent, remainingMs: request.slaMs };
  const asked = createAskClassifier(bundle.policy)(request);
  const explanation = explain(bundle, asked, state, dayOf(loaded, options));
  const rung = explanation.rungs.find(({ endpoints }) => endpoints.length > 0);
  const [first] = rung?.endpoints ?? [];
  return {
    explanation,
    ...(first !== undefined && { first }),
    firstWords:
      rung === undefined || first === undefined
        ? withoutModel(explanation)
        : `${first.id} (route ${explanation.route}, rung ${rung.rung})`,
    requestWords: `${request.intent} at risk ${request.risk} within ${request.slaMs} ms`,
    why: formatExplanation(explanation, loaded.policy.locate),
  };
}

function withoutModel({ route, endsStatic }: Explanation): string {
  if (route === null) return "no route";
  return `${endsStatic ? "the static answer" : "an error"} (route ${route})`;
}
