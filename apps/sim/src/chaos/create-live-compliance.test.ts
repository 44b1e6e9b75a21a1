import { readFileSync } from "node:fs";
import type { SwitchyardEvent } from "@switchyard/contract";
import { createBundle, loadPolicy } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { expect, test } from "vitest";
import { outageEvents } from "../fixtures/outage-events.ts";
import { createLiveCompliance } from "./create-live-compliance.ts";

const SHIPPED = new URL(import.meta.resolve("@switchyard/policy/shipped/policy.yaml"));
const FIRST = openBundle();
const OTHER = createBundle(
  loadPolicy({
    text: readFileSync(SHIPPED, "utf8").replace(
      "- google/gemini-3.5-flash-lite",
      "- anthropic/claude-sonnet-5",
    ),
    file: "other.yaml",
  }),
  FIRST.catalog,
);

/** One ask of the route `quick` under a policy, and its call to a model that the other one lists. */
function callUnder(bundle: string): readonly SwitchyardEvent[] {
  return outageEvents()
    .slice(0, 40)
    .flatMap((event): readonly SwitchyardEvent[] => {
      if (!("askId" in event) || event.askId !== "ask-0") return [];
      if (event.type === "ask-received") {
        return [
          { ...event, bundle, intent: "faq", risk: "low", segment: "free", residency: "any" },
        ];
      }
      if (event.type !== "attempt-started") return [];
      const model = "anthropic/claude-sonnet-5";
      const where = { provider: "anthropic", region: "us", endpoint: `${model}#us` };
      return [{ ...event, ...where, bundle, model, route: "quick" }];
    });
}

test("each call is held to the policy that was in force for its ask", () => {
  const [first, other] = [FIRST, OTHER].map(({ bundle }) => bundle.hash.slice(0, 12));
  const brokenUnder = (bundle = "") => {
    const { record, violations } = createLiveCompliance((start) =>
      start === other ? OTHER : FIRST,
    );
    for (const event of callUnder(bundle)) record(event);
    return violations().map(({ rule }) => rule);
  };
  expect(callUnder("")).toHaveLength(2);
  expect(brokenUnder(first)).toEqual(["not-a-candidate"]);
  expect(brokenUnder(other)).toEqual([]);
});
