import { CAPABILITIES, type RequestClass } from "@switchyard/contract";
import { expect, test } from "vitest";
import { foundingBundle, foundingRequest, NOON_MS } from "../explain/arbitraries.ts";
import { thresholdsOf } from "../plan/thresholds.ts";
import { createClassIndex } from "./index-class.ts";
import { createDayIndex } from "./index-day.ts";

const bundle = foundingBundle();
const NAMED = { ...thresholdsOf(bundle), segments: ["pro"], locales: ["de", "en"] };
const DAY_MS = 86_400_000;

/** Every class of the founding bundle, with names that a route names and one that none does. */
function allClasses(): readonly RequestClass[] {
  const { intents, risks, residencies } = bundle.policy.domains;
  return intents.flatMap((intent) =>
    risks.flatMap((risk) =>
      residencies.flatMap((residency) =>
        ["pro", "free"].flatMap((segment) =>
          ["de", "en", "other"].flatMap((locale) =>
            Array.from({ length: 2 ** CAPABILITIES.length }, (_, bits) =>
              foundingRequest({
                intent,
                risk,
                residency,
                segment,
                locale,
                capabilities: CAPABILITIES.filter((_name, at) => (bits >> at) % 2 === 1),
              }),
            ),
          ),
        ),
      ),
    ),
  );
}

test("every class has a number of its own, from 0 up without a gap", () => {
  const classes = allClasses();
  const numbers = classes.map(createClassIndex(bundle, NAMED));

  expect(numbers.toSorted((left, right) => left - right)).toEqual(classes.map((_, at) => at));
});

test("workloads are told apart, names that no route names are not, nor a capability said twice", () => {
  const { domains } = bundle.policy;
  const workloads = { ...domains.workloads, large: { inputTokens: 9, outputTokens: 9 } };
  const two = { ...bundle, policy: { ...bundle.policy, domains: { ...domains, workloads } } };
  const numberOf = (change: Partial<RequestClass>): number =>
    createClassIndex(two, NAMED)(foundingRequest(change));

  expect(numberOf({ workload: "large" })).not.toBe(numberOf({ workload: "small" }));
  expect(numberOf({ segment: "free" })).toBe(numberOf({ segment: "gratis" }));
  expect(numberOf({ locale: "other" })).toBe(numberOf({ locale: "fr" }));
  expect(numberOf({ capabilities: ["tools", "tools"] })).toBe(
    numberOf({ capabilities: ["tools"] }),
  );
});

test.each<Partial<RequestClass>>([
  { intent: "a" },
  { risk: "a" },
  { residency: "a" },
  { workload: "a" },
  JSON.parse('{ "capabilities": ["tools", "flight"] }'),
])("a request with %j is of no class", (change) => {
  expect(createClassIndex(bundle, NAMED)(foundingRequest(change))).toBe(-1);
});

test("a day has as many thresholds behind it as have begun, whichever day was asked before", () => {
  const indexOf = createDayIndex(["2026-11-24", "2026-11-26"]);
  const midnightMs = NOON_MS - DAY_MS / 2;
  const instants = [-1, 0, DAY_MS - 1, DAY_MS, 2 * DAY_MS - 1, 2 * DAY_MS, 9 * DAY_MS, 0, -1];

  expect(instants.map((afterMs) => indexOf(midnightMs + afterMs))).toEqual([
    0, 1, 1, 1, 1, 2, 2, 1, 0,
  ]);
});
