import { expect as jestExpect } from "expect";
import * as fc from "fast-check";
import { createBundle, loadPolicy } from "@switchyard/policy";
import { describe, expect, test } from "vitest";
import { asks } from "../arbitraries/scenarios.ts";
import { outages } from "../arbitraries/fault-plans.ts";
import { policies } from "../arbitraries/policies.ts";
import { SAMPLE } from "../fixtures/sample-bundle.ts";
import { WRONG_ROUTERS } from "../fixtures/wrong-routers.ts";
import { matchers } from "../jest.ts";
import "../vitest.ts";
import { assertCostsAtMost, assertRoutesTo, assertSurvives } from "./assertions.ts";
import { costsAtMost } from "./costs-at-most.ts";
import type { StatedRequest } from "./explain-request.ts";
import { holdsInvariants } from "./holds-invariants.ts";
import { routesTo } from "./routes-to.ts";
import { survives } from "./survives.ts";

const FAQ: StatedRequest = { intent: "faq", risk: "low", slaMs: 5_000 };

/** The sample, whose cheap model is good enough for the rung below the first. */
const { document } = SAMPLE.policy;
const TWO_RUNGS = createBundle(
  loadPolicy({
    ...document,
    ladder: { ...document.ladder, constrained: { tierDown: 0, qualityFloorLower: 0.3 } },
    routes: document.routes.map((route) =>
      Object.assign({}, route, { ladder: ["full", "constrained"] }),
    ),
  }),
  SAMPLE.catalog,
);

describe("routesTo", () => {
  test.each(["alpha", "alpha/good", "alpha/good#us"])(
    "holds for the provider, the model and the endpoint of the first call: %s",
    (target) => {
      const { ok, message } = routesTo(SAMPLE, FAQ, target);
      expect(ok).toBe(true);
      expect(message).toContain("goes to alpha/good#us (route main, rung full), as alpha");
    },
  );

  test("says what was chosen instead, and why not the target", () => {
    const { ok, message } = routesTo(SAMPLE, FAQ, "alpha/cheap");
    expect(ok).toBe(false);
    expect(message).toMatch(/goes to alpha\/good#us .*, not to alpha\/cheap\./);
    expect(message).toContain("quality 0.5 for faq; the floor here is 0.8");
  });

  test("refuses a target or a request that there is not, and names the nearest", () => {
    expect(() => routesTo(SAMPLE, FAQ, "alhpa")).toThrow("Did you mean alpha?");
    expect(() => routesTo(SAMPLE, { ...FAQ, intent: "fax" }, "alpha")).toThrow('"faq"');
    expect(() => routesTo(SAMPLE, FAQ, "alpha", { day: "2026-13-01" })).toThrow("no day");
  });

  test("goes by the prices of the catalogue's day, unless it is told another", () => {
    expect(routesTo(SAMPLE, FAQ, "alpha").message).toContain("prices of 2026-11-24");
    expect(routesTo(SAMPLE, FAQ, "alpha", { day: "2027-01-31" }).message).toContain(
      "prices of 2027-01-31",
    );
  });
});

describe("survives", () => {
  test("holds where every request has another model, over all requests or for one", () => {
    expect(survives(SAMPLE, { down: ["alpha"] })).toEqual({
      ok: true,
      message: "Every request survives without provider:alpha.",
    });
    const { ok, message } = survives(SAMPLE, { down: ["alpha"], request: FAQ });
    expect(ok).toBe(true);
    expect(message).toContain("goes to beta/good#eu (route main, rung full); with it, to alpha");
  });

  test("says how many requests of which route do not, and shows one of them", () => {
    const { ok, message } = survives(SAMPLE, { down: ["beta"] });
    expect(ok).toBe(false);
    expect(message).toMatch(/route main: \d+ of \d+ request classes are left no model/);
    expect(message).toMatch(/residency eu, .*: from beta\/good#eu on rung full to the static/);
    const eu = { ...FAQ, residency: "eu" };
    expect(survives(SAMPLE, { down: ["beta"], request: eu }).ok).toBe(false);
    expect(survives(SAMPLE, { down: ["beta"], routes: [] }).ok).toBe(true);
  });

  test("takes models and regions by name too, and refuses what there is not", () => {
    expect(survives(SAMPLE, { down: ["us"] }).ok).toBe(true);
    expect(survives(SAMPLE, { down: ["eu"] }).ok).toBe(false);
    expect(survives(SAMPLE, { down: ["alpha/good"] }).ok).toBe(true);
    expect(() => survives(SAMPLE, { down: ["alhpa"] })).toThrow("Did you mean provider:alpha?");
    expect(() => survives(SAMPLE, { down: ["beta"], routes: ["mian"] })).toThrow("main");
  });

  test("is content with a lower rung, unless it is told not to be", () => {
    const down = ["alpha/good", "beta"];
    const low = { request: FAQ };
    expect(survives(TWO_RUNGS, { down, ...low }).ok).toBe(true);
    expect(survives(TWO_RUNGS, { down, ...low, degraded: false }).ok).toBe(false);
    const lost = (degraded: boolean): number => {
      const { message } = survives(TWO_RUNGS, { down, degraded });
      return Number(/route main: (\d+) of/.exec(message)?.[1]);
    };
    expect(lost(true)).toBeGreaterThan(0);
    expect(lost(false)).toBeGreaterThan(lost(true));
    expect(survives(TWO_RUNGS, { down, degraded: false }).message).toContain(
      "to alpha/cheap#us on rung constrained",
    );
  });

  test("of all requests is of each: the analysis and the plan agree, on every rung", () => {
    const cases = policies({ routesMax: 2 }).chain((bundle) =>
      fc.record({
        bundle: fc.constant(bundle),
        ask: asks(bundle),
        targets: outages(bundle.bundle),
        degraded: fc.boolean(),
      }),
    );
    let survived = 0;
    fc.assert(
      fc.property(cases, ({ bundle, ask, targets, degraded }) => {
        const { intent, risk, segment, locale, residency, sla } = ask;
        const words = { segment, locale, residency };
        const given = Object.entries(words).filter(([, value]) => value !== undefined);
        const request = {
          intent,
          risk,
          slaMs: Number.parseInt(sla, 10),
          ...Object.fromEntries(given),
        };
        const down = targets.flatMap((target) => Object.values(target).map(String));
        const isServed = survives(bundle, { down: [], request }).ok;
        const ofAll = survives(bundle, { down, degraded }).ok;
        survived += ofAll ? 1 : 0;
        const ofOne = survives(bundle, { down, degraded, request }).ok;
        expect(ofOne || !isServed || !ofAll).toBe(true);
      }),
      { numRuns: 15, seed: 1 },
    );
    expect(survived).toBeGreaterThan(3);
  });
});

describe("costsAtMost", () => {
  test("holds up to the expected cost per success of the first choice, to the micro-dollar", () => {
    const { message } = costsAtMost(SAMPLE, FAQ, "$1");
    const [, cost = ""] = /cost (\$[\d.]+) per success/.exec(message) ?? [];
    const less = `$${(Number(cost.slice(1)) - 0.000001).toFixed(6)}`;
    expect(costsAtMost(SAMPLE, FAQ, cost).ok).toBe(true);
    expect(costsAtMost(SAMPLE, FAQ, less)).toMatchObject({ ok: false });
    expect(costsAtMost(SAMPLE, FAQ, less).message).toContain(`over ${less}`);
  });

  test("does not hold where no model is reached, and refuses what is no cost", () => {
    const late = { ...FAQ, slaMs: 1 };
    expect(costsAtMost(SAMPLE, late, "$1").message).toContain("reaches no model");
    expect(costsAtMost(SAMPLE, late, "$1").ok).toBe(false);
    expect(() => costsAtMost(SAMPLE, FAQ, "1 cent")).toThrow("Write dollars such as $0.01");
  });
});

test("holdsInvariants tells a right router from a wrong one", async () => {
  const options = { numRuns: 20, seed: 7 };
  expect((await holdsInvariants(SAMPLE, options)).ok).toBe(true);
  const createAsk = WRONG_ROUTERS["lowers the risk"];
  const wrong = await holdsInvariants(SAMPLE, { ...options, ...(createAsk && { createAsk }) });
  expect(wrong).toMatchObject({ ok: false });
  expect(wrong.message).toContain("risk-never-lowered");
});

describe("the matchers", () => {
  test("serve vitest's expect, also turned around", async () => {
    expect(SAMPLE).toRouteTo(FAQ, "alpha");
    expect(SAMPLE).not.toRouteTo(FAQ, "beta");
    expect(SAMPLE).toSurvive({ down: ["alpha"] });
    expect(SAMPLE).toCostAtMost(FAQ, "$0.01");
    await expect(SAMPLE).toHoldInvariants({ numRuns: 2 });
    expect(() => expect(SAMPLE).toRouteTo(FAQ, "beta")).toThrow("not to beta");
    expect(() => expect(SAMPLE).not.toSurvive({ down: ["alpha"] })).toThrow("Every request");
  });

  test("serve jest's expect as the same object", async () => {
    jestExpect.extend(matchers);
    jestExpect(SAMPLE).toRouteTo(FAQ, "alpha");
    jestExpect(SAMPLE).not.toSurvive({ down: ["beta"] });
    jestExpect(SAMPLE).toCostAtMost(FAQ, "$0.01");
    await jestExpect(SAMPLE).toHoldInvariants({ numRuns: 2 });
    expect(() => jestExpect(SAMPLE).toRouteTo(FAQ, "beta")).toThrow("not to beta");
  });

  test("come as plain assertions, which throw what node:assert does", () => {
    assertRoutesTo(SAMPLE, FAQ, "alpha");
    assertSurvives(SAMPLE, { down: ["alpha"] });
    assertCostsAtMost(SAMPLE, FAQ, "$0.01");
    const failing = (): void => assertRoutesTo(SAMPLE, FAQ, "beta");
    expect(failing).toThrow(expect.objectContaining({ code: "ERR_ASSERTION" }));
  });
});
