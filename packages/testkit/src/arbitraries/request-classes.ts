import { CAPABILITIES, type RequestClass } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import * as fc from "fast-check";
import { callerWords, intentAndRisk, patience } from "./class-words.ts";
import { overrides } from "./overrides.ts";
import { mostly } from "./some-of.ts";

/**
 * Classified requests of a policy's own domains, some of them outside every route and some right at
 * a context that a model just takes, or just does not. They shrink to a small request of a class
 * that the first route takes.
 */
export function requestClasses({ bundle }: LoadedBundle): fc.Arbitrary<RequestClass> {
  const { policy, catalog } = bundle;
  const workloads = Object.entries(policy.domains.workloads)
    .map(([name, { inputTokens }]) => ({ name, inputTokens }))
    .toSorted((left, right) => left.inputTokens - right.inputTokens);
  const workloadOf = (tokens: number): string =>
    (workloads.find(({ inputTokens }) => inputTokens >= tokens) ?? workloads.at(-1))?.name ?? "";
  const edges = Object.values(catalog.models).flatMap(({ contextTokens }) => [
    contextTokens,
    contextTokens + 1,
  ]);
  return fc
    .record({
      words: intentAndRisk(policy),
      caller: fc.record(callerWords(policy)),
      slaMs: patience(policy),
      contextTokens: fc.oneof(
        { weight: 3, arbitrary: fc.integer({ min: 1, max: 20_000 }) },
        { weight: 1, arbitrary: fc.constantFrom(...edges) },
      ),
      capabilities: mostly<RequestClass["capabilities"]>(
        [],
        ...CAPABILITIES.map((capability) => [capability]),
        CAPABILITIES,
      ),
      overrides: overrides(bundle),
    })
    .map(({ words, caller, ...rest }) =>
      Object.assign({}, words, caller, rest, { workload: workloadOf(rest.contextTokens) }),
    );
}
