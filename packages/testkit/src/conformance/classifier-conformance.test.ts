import type { RequestClass } from "@switchyard/contract";
import { createAskClassifier } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { brokenBy } from "../fixtures/broken-by.ts";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { classifierConformance } from "./classifier-conformance.ts";

const classify = createAskClassifier(SAMPLE.bundle.policy);

function wrong(change: (found: RequestClass) => Partial<RequestClass>): Promise<readonly string[]> {
  return brokenBy(
    classifierConformance({
      policy: SAMPLE,
      classify: (request) => {
        const found = classify(request);
        return { ...found, ...change(found) };
      },
    }),
  );
}

test("the router's own classifier is right", async () => {
  expect(await wrong(() => ({}))).toEqual([]);
});

test("a classifier that lowers the risk is caught, and one that raises it is not", async () => {
  expect(await wrong(() => ({ risk: "low" }))).toEqual([
    "never lowers the risk that the caller states",
  ]);
  expect(await wrong(() => ({ risk: "high" }))).toEqual([]);
});

test("a classifier that speaks words of its own is caught", async () => {
  expect(await wrong(() => ({ risk: "severe" }))).toContain("speaks the policy's words only");
  expect(await wrong(() => ({ workload: "huge" }))).toEqual([
    "names a workload that the input fits in, where one is",
  ]);
});

test("a classifier that drops a need, a wish or a residency is caught", async () => {
  expect(await wrong(() => ({ capabilities: [] }))).toEqual([
    "names what tools, output formats and images need",
  ]);
  const stated = "keeps what the caller states: who asks for what, until when, and wishes";
  expect(await wrong(() => ({ overrides: {} }))).toEqual([stated]);
  expect(await wrong(() => ({ residency: "any" }))).toEqual([stated]);
});

test("a classifier that says another thing each time is caught", async () => {
  let calls = 0;
  const broken = await wrong(() => ({ contextTokens: (calls += 1) }));
  expect(broken).toEqual(["says the same of the same request, and leaves it as it was"]);
});

test("a classifier that says how a longer conversation is shorter is caught", async () => {
  const broken = await wrong(({ contextTokens }) => ({ contextTokens: 1e6 - contextTokens }));
  expect(broken).toContain("counts the input from 1 token up, and a longer conversation no lower");
});
