import { strict as assert } from "node:assert";
import type { AskRequest, ConformanceCheck, Message, RequestClass } from "@switchyard/contract";
import * as fc from "fast-check";
import { requests } from "../arbitraries/requests.ts";
import { openPolicy, type PolicyUnderTest } from "../check/policy-under-test.ts";
import { frozen } from "./frozen.ts";

/** A classifier to be held to what routing relies on. */
export interface ClassifierSubject {
  /** The policy whose words it classifies in. */
  readonly policy: PolicyUnderTest;
  /** Fills in what a valid request left open. */
  readonly classify: (request: AskRequest) => RequestClass | Promise<RequestClass>;
}

/**
 * What every classifier must do, whatever it looks at, over random requests of its policy.
 *
 * @param options.numRuns random requests of each check. Default: 100
 */
export function classifierConformance(
  { policy, classify }: ClassifierSubject,
  { numRuns = 100 }: { readonly numRuns?: number } = {},
): readonly ConformanceCheck[] {
  const loaded = openPolicy(policy);
  const { domains } = loaded.bundle.policy;
  const check = (
    name: string,
    hold: (request: AskRequest, found: RequestClass) => void | Promise<void>,
  ): ConformanceCheck => ({
    name,
    run: async () => {
      const property = fc.asyncProperty(requests(loaded), async (request) => {
        await hold(request, await classify(request));
      });
      await fc.assert(property, { numRuns });
    },
  });
  return [
    check("speaks the policy's words only", (_, { intent, risk, segment, locale, residency }) => {
      assertWord("intent", intent, domains.intents);
      assertWord("risk", risk, domains.risks);
      assertWord("segment", segment, domains.segments);
      assertWord("locale", locale, domains.locales);
      assertWord("residency", residency, domains.residencies);
    }),
    check("never lowers the risk that the caller states", (request, { risk }) => {
      const [stated, found] = [request.risk, risk].map((word) => domains.risks.indexOf(word));
      assert(Number(found) >= Number(stated), `${request.risk} was lowered to ${risk}`);
    }),
    check("keeps what the caller states: who asks for what, until when, and wishes", keepsStated),
    check("names what tools, output formats and images need", needsWhatItIsGiven),
    check("counts the input from 1 token up, and a longer conversation no lower", async (...of) => {
      const [request, { contextTokens }] = of;
      assert(Number.isSafeInteger(contextTokens) && contextTokens >= 1, `${contextTokens} tokens`);
      const longer = await classify({ ...request, input: withOneMore(request.input) });
      assert(longer.contextTokens >= contextTokens, "a longer conversation has fewer tokens");
    }),
    check("names a workload that the input fits in, where one is", (_, found) => {
      const size = domains.workloads[found.workload]?.inputTokens;
      assert(size !== undefined, `${found.workload} is no workload of the policy`);
      const sizes = Object.values(domains.workloads).map(({ inputTokens }) => inputTokens);
      const needed = Math.min(found.contextTokens, Math.max(...sizes));
      assert(size >= needed, `${found.contextTokens} tokens are no ${found.workload}`);
    }),
    check("says the same of the same request, and leaves it as it was", async (request, found) => {
      assert.deepEqual(await classify(frozen(structuredClone(request))), found);
    }),
  ];
}

function assertWord(name: string, word: string, words: readonly string[]): void {
  assert(words.includes(word), `${name} ${word} is not one of ${words.join(", ")}`);
}

function keepsStated(request: AskRequest, found: RequestClass): void {
  assert.equal(found.intent, request.intent);
  assert.equal(found.slaMs, request.slaMs);
  for (const word of ["segment", "locale", "residency"] as const)
    if (request[word] !== undefined) assert.equal(found[word], request[word]);
  const { only, exclude, costMicroUsdMax, noFallback } = request;
  const wishes = Object.entries({ only, exclude, costMicroUsdMax, noFallback });
  const stated = wishes.filter(([, wish]) => wish !== undefined);
  assert.deepEqual({ ...found.overrides }, Object.fromEntries(stated));
}

function needsWhatItIsGiven(request: AskRequest, { capabilities }: RequestClass): void {
  const { tools = [], output, input } = request;
  assert(tools.length === 0 || capabilities.includes("tools"), "tools are not needed");
  assert(output === undefined || capabilities.includes("structured-output"), "output is not");
  const isSeen = typeof input !== "string" && JSON.stringify(input).includes("image/");
  assert(!isSeen || capabilities.includes("vision"), "images are not seen");
}

function withOneMore(input: AskRequest["input"]): readonly Message[] {
  const before: readonly Message[] =
    typeof input === "string" ? [{ role: "user", content: input }] : input;
  return [...before, { role: "user", content: "And what else?" }];
}
