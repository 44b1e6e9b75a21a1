import type { SwitchyardEvent } from "@switchyard/contract";
import { foldEvents } from "@switchyard/journal";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { METRICS } from "../../scenario/metric.ts";
import type { Check, CheckScope } from "../../scenario/scenario.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { someAsks, someFaults, streamOf, type MadeAsk, type MadeFault } from "./arbitraries.ts";
import { createCheckFold, type ScopeMeasure } from "./check-fold.ts";
import { measureAsks } from "./measure.ts";

const { bundle } = shippedBundle("policy.yaml");

const SCOPES: readonly CheckScope[] = [
  { kind: "all" },
  { kind: "phase", phase: "baseline" },
  { kind: "phase", phase: "fault" },
  { kind: "phase", phase: "recovery" },
  { kind: "fault", fault: "fault-0" },
];

const CHECKS: readonly Check[] = SCOPES.map((scope, index) => ({
  index,
  metric: "availability",
  unit: "share",
  comparison: ">=",
  bound: 0.9,
  scope,
  perRoute: false,
  written: { metric: "availability", is: ">= 90%" },
}));

function measure(asks: readonly MadeAsk[], faults: readonly MadeFault[]): readonly ScopeMeasure[] {
  const fold = createCheckFold({ checks: CHECKS, bundle, openingMicroUsd: {}, startAtMs: 0 });
  return foldEvents(fold, streamOf(asks, faults)).scopes;
}

/** The same question, answered from the whole story at once. */
function asksIn(scope: CheckScope, asks: readonly MadeAsk[], faults: readonly MadeFault[]) {
  return asks.filter(({ atMs }) => {
    const inForce = faults.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
    const begun = faults.filter(({ fromMs }) => fromMs <= atMs);
    if (scope.kind === "all") return true;
    if (scope.kind === "fault") return inForce.some(({ fault }) => fault === scope.fault);
    if (scope.phase === "fault") return inForce.length > 0;
    return inForce.length === 0 && begun.length > 0 === (scope.phase === "recovery");
  });
}

function share(asks: readonly MadeAsk[], isMeant: (ask: MadeAsk) => boolean): number | null {
  return asks.length === 0 ? null : asks.filter(isMeant).length / asks.length;
}

test("each scope measures the asks that came in it, in total and by route", () => {
  fc.assert(
    fc.property(someAsks(), someFaults(), (asks, faults) => {
      for (const [index, { total, byRoute }] of measure(asks, faults).entries()) {
        const scope = SCOPES[index] ?? { kind: "all" };
        const inScope = asksIn(scope, asks, faults);
        const quick = inScope.filter(({ route }) => route === "quick");
        const isServed = (ask: MadeAsk): boolean => ask.isByModel && ask.isInsideSla;
        const money = inScope.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
        const measured = (name: (typeof METRICS)[number]) => measureAsks(name, total);
        const quickTally = byRoute.get("quick");

        expect([
          measured("availability"),
          measured("fallback-rate"),
          measured("degraded-share"),
          measured("answered-inside-sla"),
          measured("spend"),
          quickTally === undefined ? null : measureAsks("availability", quickTally),
        ]).toEqual([
          share(inScope, isServed),
          share(inScope, ({ fellBack }) => fellBack),
          share(inScope, ({ rung }) => rung !== "full"),
          share(
            inScope.filter(({ isByModel }) => isByModel),
            isServed,
          ),
          money,
          share(quick, isServed),
        ]);
      }
    }),
  );
});

test("the three phases share the asks out among them", () => {
  fc.assert(
    fc.property(someAsks(), someFaults(), (asks, faults) => {
      const [all, ...rest] = measure(asks, faults).map(({ total }) => total.asks.requests);
      const [baseline = 0, fault = 0, recovery = 0] = rest;
      expect(baseline + fault + recovery).toBe(all);
    }),
  );
});

test("every unanswered ask has a cause", () => {
  fc.assert(
    fc.property(someAsks(), (asks) => {
      const [all] = measure(asks, []);
      const caused = [...(all?.total.causes.values() ?? [])].reduce((sum, count) => sum + count, 0);
      const { requests = 0, byModelInsideSla = 0 } = all?.total.asks ?? {};
      expect(caused).toBe(requests - byModelInsideSla);
    }),
  );
});

test("a call that the envelope forbids is a violation of its ask's scope and route", () => {
  const stream = streamOf(
    [
      {
        askId: "r-1",
        atMs: 5,
        route: "regulated",
        latencyMs: 10,
        isByModel: true,
        isInsideSla: true,
        fellBack: false,
        costMicroUsd: 1,
        rung: "full",
      },
    ],
    [{ fault: "fault-0", fromMs: 0, untilMs: 100 }],
  ).map(fromEurope);
  const fold = createCheckFold({ checks: CHECKS, bundle, openingMicroUsd: {}, startAtMs: 0 });
  const { scopes } = foldEvents(fold, stream);
  expect(scopes.map(({ total }) => total.violations)).toEqual([1, 0, 1, 0, 1]);
  expect(scopes[0]?.byRoute.get("regulated")?.violations).toBe(1);
});

function fromEurope(event: SwitchyardEvent): SwitchyardEvent {
  return event.type === "ask-received" ? { ...event, residency: "eu" } : event;
}
