import { REJECTION_CODES, type AskObservedEvent } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { anEvent } from "../arbitraries.ts";
import { foldEvents } from "../fold.ts";
import { shadowFold, type ShadowSummary } from "./shadow-fold.ts";

const FACTS = {
  type: "ask-observed",
  atMs: 0,
  bundle: "0123456789ab",
  askId: "a",
  taskId: "a",
  intent: "faq",
  risk: "low",
  segment: "free",
  locale: "en",
  residency: "any",
  slaMs: 2_000,
  contextTokens: 10,
} as const;

function observed(facts: Partial<AskObservedEvent>): AskObservedEvent {
  return { ...FACTS, used: "a/one", route: "quick", decided: "a/one#us", allowed: true, ...facts };
}

function summarise(...events: readonly AskObservedEvent[]): ShadowSummary {
  return foldEvents(shadowFold, events);
}

test("tells how often the policy would have chosen the same model, by route", () => {
  const summary = summarise(
    observed({}),
    observed({ used: "b/two" }),
    observed({ route: "planning", decided: "a/one@low#us", used: "a/one@low" }),
  );
  expect(summary).toMatchObject({ observed: 3, known: 3, agreed: 2, agreementRate: 2 / 3 });
  expect(summary.byRoute["quick"]).toMatchObject({ agreed: 1, agreementRate: 0.5 });
  expect(Object.keys(summary.byRoute)).toEqual(["planning", "quick"]);
});

test("tells what share is not allowed, by the code of each rule that bars it", () => {
  const summary = summarise(
    observed({}),
    observed({ allowed: false, rejected: ["provider-denied", "quality-below-floor"] }),
    observed({ allowed: false, rejected: ["provider-denied"] }),
    observed({ allowed: false, rejected: [] }),
  );
  expect(summary).toMatchObject({
    allowed: 1,
    unlisted: 1,
    barred: { "provider-denied": 2, "quality-below-floor": 1 },
    disallowedRate: 0.75,
    disallowedRateByCode: { "provider-denied": 0.5, "quality-below-floor": 0.25 },
  });
});

test("a model that the catalogue does not have counts for no share, and its cost is not known", () => {
  const { allowed: _, ...unknown } = observed({ used: "other/model" });
  expect(summarise(unknown)).toMatchObject({ observed: 1, known: 0, agreementRate: null });
  expect(summarise(unknown, observed({ costMicroUsd: 70 }))).toMatchObject({
    observed: 2,
    agreementRate: 1,
    disallowedRate: 0,
    costMicroUsd: 70,
  });
});

test("a request without a route counts in the total alone, and agrees with nobody", () => {
  const { route: _, decided: __, ...facts } = observed({ allowed: false, rejected: [] });
  expect(summarise(facts)).toMatchObject({ observed: 1, unlisted: 1, agreed: 0, byRoute: {} });
});

test("events of asks change nothing, and a step leaves the state before it as it was", () => {
  const anObservation = fc
    .record(
      {
        route: fc.constantFrom("quick", "planning"),
        decided: fc.constantFrom("a/one#us", "b/two#eu"),
        used: fc.constantFrom("a/one", "b/two"),
        allowed: fc.boolean(),
        rejected: fc.subarray([...REJECTION_CODES]),
        costMicroUsd: fc.nat(1_000),
      },
      { requiredKeys: ["used"] },
    )
    .map((facts): AskObservedEvent => Object.assign({}, FACTS, facts));
  fc.assert(
    fc.property(fc.array(anObservation), fc.array(anEvent()), (observations, events) => {
      const state = observations.reduce(shadowFold.step, shadowFold.initial);
      const before = shadowFold.read(state);
      expect(events.reduce(shadowFold.step, state)).toBe(state);
      for (const next of observations) shadowFold.step(state, next);
      expect(shadowFold.read(state)).toEqual(before);
      const { known, allowed, unlisted, agreed, observed: all } = before;
      expect(known).toBeLessThanOrEqual(all);
      expect(allowed + unlisted).toBeLessThanOrEqual(known);
      expect(agreed).toBeLessThanOrEqual(known);
    }),
  );
});
