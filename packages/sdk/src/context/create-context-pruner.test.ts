import type { AskRequest, Message, Route } from "@switchyard/contract";
import { expect, test } from "vitest";
import { POLICY, sampleBundle } from "../../test/sample-bundle.ts";
import { createContextPruner } from "./create-context-pruner.ts";
import { SCORES_MIN } from "./pruning-state.ts";

const [QUICK, ...OTHERS] = POLICY.routes;
const context = { pruneToTokens: 1, risks: ["low"], keep: ["last-turn"] } as const;
const limits = { ...QUICK.limits, qualityFloor: 0.9 };
const { policy } = sampleBundle({ routes: [{ ...QUICK, context, limits }, ...OTHERS] }).bundle;
const input: readonly Message[] = [
  { role: "user", content: "One?" },
  { role: "assistant", content: "One." },
  { role: "user", content: "Two?" },
];
const request: AskRequest = { intent: "faq", risk: "low", slaMs: 1_000, input };

test("a route whose pruning is off stays off by another policy, and begins anew after it was gone", () => {
  const changes: string[] = [];
  const emit = ({ type }: { readonly type: string }): number => changes.push(type);
  const pruner = createContextPruner(policy, ({ input: { length } }) => length, { emit });
  const record = { route: "quick", model: "alpha/quick", score: 0, source: "feedback" } as const;
  const route: Route | undefined = policy.routes.find(({ id }) => id === "quick");
  if (route === undefined) throw new Error("the sample has the route");
  const isPruned = (): boolean => pruner.prune(route, request, 2, 0) !== undefined;

  expect(isPruned()).toBe(true);
  for (let score = 0; score < SCORES_MIN; score += 1) pruner.score(record, 0);
  expect(changes).toEqual(["pruning-changed"]);
  pruner.adapt({ routes: [...policy.routes] });
  expect(isPruned()).toBe(false);
  pruner.adapt({ routes: policy.routes.filter(({ id }) => id !== "quick") });
  pruner.adapt(policy);
  expect(isPruned()).toBe(true);
});
