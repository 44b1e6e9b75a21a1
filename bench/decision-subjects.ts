import { strict as assert } from "node:assert";
import type { RequestClass } from "@switchyard/contract";
import { createPlanner, decide, plan } from "@switchyard/policy";
import { createDecisionCase, type DecisionCase } from "./decision-case.ts";
import { naiveDecision } from "./naive-decision.ts";
import type { Subject } from "./subject.ts";

/** Makes the function that decides a request; its result is used, so that nothing is left out. */
type MakeDecider = (decided: DecisionCase) => (request: RequestClass) => number;

/** A decision as an ask takes it: the request's plan, less what live state takes away. */
export function decisionSubject(routes: number, models: number): Subject {
  return subjectOf(routes, models, ({ bundle, state, epochMs }) => {
    const planRequest = createPlanner(bundle);
    const { perEndpoint } = bundle.policy.defaults.attempts;
    return (request) => {
      const [rung] = planRequest(request, epochMs).rungs;
      return rung === undefined ? 0 : decide(rung, state, perEndpoint).endpoints.length;
    };
  });
}

/** The first endpoint of the plan whose breaker is closed, and nothing that could explain it. */
export function choiceSubject(routes: number, models: number): Subject {
  return subjectOf(routes, models, ({ bundle, state, epochMs }) => {
    const planRequest = createPlanner(bundle);
    return (request) => {
      const [rung] = planRequest(request, epochMs).rungs;
      const chosen = rung?.endpoints.find(
        ({ id, latencyMsP95 }) =>
          state.breakers[id] === undefined && latencyMsP95 <= state.remainingMs,
      );
      return chosen === undefined ? 0 : 1;
    };
  });
}

/** The yardstick, which has to choose as the decision does. */
export function naiveSubject(routes: number, models: number): Subject {
  return subjectOf(routes, models, ({ bundle, requests, state, epochMs }) => {
    const { perEndpoint } = bundle.policy.defaults.attempts;
    for (const request of requests) {
      const [rung] = plan(bundle, request, epochMs).rungs;
      assert(rung !== undefined);
      const { endpoints } = decide(rung, state, perEndpoint);
      assert.deepEqual(naiveDecision(bundle, request, state).endpoints, endpoints);
    }
    return (request) => naiveDecision(bundle, request, state).endpoints.length;
  });
}

function subjectOf(routes: number, models: number, makeDecider: MakeDecider): Subject {
  return {
    operations: 20_480,
    prepare: async () => {
      const decided = createDecisionCase(routes, models);
      const decideOne = makeDecider(decided);
      const { requests } = decided;
      return (operations) => {
        let found = 0;
        for (let index = 0; index < operations; index += 1) {
          const request = requests[index % requests.length];
          if (request !== undefined) found += decideOne(request);
        }
        assert(found >= 0);
      };
    },
  };
}
