import type { Plan, PlannedEndpoint } from "@switchyard/contract";
import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedCatalog, shippedSource } from "../load/arbitraries.ts";
import { createBundle } from "../load/create-bundle.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { decide } from "../plan/decide.ts";
import { plan } from "../plan/plan.ts";
import { NOON_MS } from "../request/arbitraries.ts";
import { aSmallBundle } from "./arbitraries.ts";
import { classesOf } from "./fixtures/classes-of.ts";
import { domainsOf } from "./failure-domains.ts";
import { loseDomains, type FirstChoice } from "./lose-domains.ts";

/** Where a request goes first when some endpoints are gone, as `loseDomains` says it. */
function firstChoice(
  { rungs, endsStatic }: Plan,
  remainingMs: number,
  isGone: (endpoint: PlannedEndpoint) => boolean,
): FirstChoice | null {
  for (const rung of rungs) {
    const gone = rung.endpoints.filter(isGone).map(({ id }) => [id, "open"] as const);
    const state = {
      breakers: Object.fromEntries(gone),
      attempts: {},
      absent: {},
      remainingMs,
    };
    const [first] = decide(rung, state, 2).endpoints;
    if (first !== undefined) return { rung: rung.rung, endpoint: first.id };
  }
  return endsStatic ? { rung: "static", endpoint: null } : null;
}

const NOTHING = (): boolean => false;

test("a loss counts exactly the classes whose first choice it takes, by where they went and go", () => {
  const seen = new Set<string>();
  for (const bundle of fc.sample(aSmallBundle(), { numRuns: 12, seed: 1 })) {
    const { provider = "", regions: [region = ""] = [] } =
      Object.values(bundle.catalog.models)[0] ?? {};
    const planned = [...classesOf(bundle)].map(
      (request) => [request, plan(bundle, request, NOON_MS)] as const,
    );
    for (const lost of [`provider:${provider}`, `region:${region}`]) {
      const isGone = (endpoint: PlannedEndpoint): boolean =>
        domainsOf(bundle.catalog, endpoint, ["provider", "region"]).includes(lost);
      const expected = new Map<string, bigint>();
      for (const [{ slaMs }, made] of planned) {
        const before = firstChoice(made, slaMs, NOTHING);
        const after = firstChoice(made, slaMs, isGone);
        if (before === null || before.rung === "static") continue;
        if (isDeepStrictEqual(before, after)) continue;
        const key = JSON.stringify([made.route, before, after]);
        expected.set(key, (expected.get(key) ?? 0n) + 1n);
      }

      const losses = loseDomains(bundle, { atMs: NOON_MS, lose: [lost] });
      const counted = losses.flatMap(({ route, cases }) =>
        cases.map(({ effect, before, after, classes, witness: { request } }) => {
          seen.add(effect);
          const made = plan(bundle, request, NOON_MS);
          expect(firstChoice(made, request.slaMs, NOTHING)).toEqual(before);
          expect(firstChoice(made, request.slaMs, isGone)).toEqual(after);
          return [JSON.stringify([route, before, after]), classes] as const;
        }),
      );
      expect(new Map(counted)).toEqual(expected);
    }
  }
  expect([...seen].toSorted()).toEqual(["other-choice", "unserved"]);
});

test("classes that only a lower rung is left for are told from those that get another first choice", () => {
  const catalog = shippedCatalog();
  const { bundle } = createBundle(loadPolicy(shippedSource("policy.yaml")), catalog);
  const lose = ["provider:openai"];
  const isGone = ({ provider }: PlannedEndpoint): boolean => provider === "openai";

  const losses = loseDomains(bundle, { atMs: NOON_MS, lose });
  const lower = losses.flatMap(({ cases }) =>
    cases.filter(({ effect }) => effect === "lower-rung"),
  );
  expect(lower.length).toBeGreaterThan(3);
  for (const { before, after, witness } of lower) {
    const made = plan(bundle, witness.request, NOON_MS);
    expect(firstChoice(made, witness.request.slaMs, NOTHING)).toEqual(before);
    expect(firstChoice(made, witness.request.slaMs, isGone)).toEqual(after);
    expect(after?.rung).not.toBe(before.rung);
  }
  for (const { casesFound, cases, lowerRung, otherChoice, unserved } of losses) {
    expect(cases).toHaveLength(casesFound);
    const classes = cases.reduce((sum, one) => sum + one.classes, 0n);
    expect(classes).toBe(lowerRung + otherChoice + unserved);
  }
});
