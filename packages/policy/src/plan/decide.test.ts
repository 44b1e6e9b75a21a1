import type { DecisionState, PlannedEndpoint, PlannedRung } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { decide, firstLeft, rejectionCodes } from "./decide.ts";
import { IndexedRung } from "./indexed-rung.ts";

const PER_ENDPOINT = 2;
const CALM: DecisionState = { breakers: {}, attempts: {}, absent: {}, remainingMs: 60_000 };

const ENDPOINTS = ["a/one#eu", "a/one#us", "a/two#us", "b/one#eu", "b/two#eu", "c/one#us"].map(
  (id, index): PlannedEndpoint => ({
    id,
    model: id.split("#")[0] ?? "",
    provider: id.split("/")[0] ?? "",
    region: id.split("#")[1] ?? "",
    via: "route",
    tier: "small",
    costPerSuccessMicroUsd: 1,
    quality: 1,
    latencyMsP50: 500,
    latencyMsP95: 1_000 * (1 + (index % 3)),
  }),
);

const byEndpoint = <T>(value: fc.Arbitrary<T | undefined>): fc.Arbitrary<Record<string, T>> =>
  fc
    .tuple(...ENDPOINTS.map(({ id }) => value.map((held) => [id, held] as const)))
    .map((entries) =>
      Object.fromEntries(entries.flatMap(([id, held]) => (held === undefined ? [] : [[id, held]]))),
    );

/** What would seldom be left of a rung otherwise shows no order. */
const rarely = <T>(value: fc.Arbitrary<T | undefined>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, value);

const aState: fc.Arbitrary<DecisionState> = fc.record({
  breakers: byEndpoint(
    rarely(fc.constantFrom<"open" | "half-open" | undefined>(undefined, "half-open", "open")),
  ),
  held: byEndpoint(rarely(fc.constantFrom(undefined, "used up"))),
  attempts: byEndpoint(rarely(fc.constantFrom(undefined, 0, 1, 2))),
  absent: byEndpoint(rarely(fc.constantFrom(undefined, "no key"))),
  remainingMs: fc.constantFrom(60_000, 60_000, 3_000, 2_999.5, 2_000, 1_000, 999),
});

const aRungAndState = fc.tuple(
  fc
    .shuffledSubarray(ENDPOINTS, { minLength: 2 })
    .map((endpoints): PlannedRung => ({ rung: "full", endpoints, rejections: [] })),
  aState,
  aState,
);
const idsOf = (endpoints: readonly PlannedEndpoint[]): readonly string[] =>
  endpoints.map(({ id }) => id);

/** Said again from the rules: whether live state leaves an endpoint. */
const isLeft = (endpoint: PlannedEndpoint, state: DecisionState): boolean =>
  state.breakers[endpoint.id] !== "open" &&
  !Object.keys(state.held ?? {}).includes(endpoint.id) &&
  !Object.keys(state.absent).includes(endpoint.id) &&
  (state.attempts[endpoint.id] ?? 0) < PER_ENDPOINT &&
  endpoint.latencyMsP95 <= state.remainingMs;

test("an endpoint stays or goes by its own state alone, and never does both", () => {
  fc.assert(
    fc.property(aRungAndState, ([rung, state]) => {
      const { endpoints, rejections } = decide(rung, state, PER_ENDPOINT);

      const left = rung.endpoints.filter((endpoint) => isLeft(endpoint, state));
      expect(new Set(idsOf(endpoints))).toEqual(new Set(idsOf(left)));
      expect(endpoints.length + rejections.length).toBe(rung.endpoints.length);
    }),
  );
});

test("a compiled rung is decided as its plain copy is, for the same reasons", () => {
  const numberOf = new Map(ENDPOINTS.map(({ id }, number) => [id, number]));
  const firstCall: Partial<DecisionState> = { attempts: {}, remainingMs: 60_000 };
  const observed: Partial<DecisionState> = { latencyMsP95: { "a/one#us": 2_000, "z/z#us": 1 } };
  const elsewhere: Partial<DecisionState> = { breakers: { "z/z#us": "open" }, absent: {} };
  const all = Object.fromEntries(ENDPOINTS.map(({ id }) => [id, 1_500]));
  const more = fc.constantFrom(
    {},
    firstCall,
    { attempts: {} },
    { ...firstCall, remainingMs: 2_000 },
    { ...firstCall, latencyMsP95: all },
    { ...firstCall, ...observed },
    { ...firstCall, ...elsewhere, held: { constructor: "used up" } },
  );
  let narrowed = 0;
  fc.assert(
    fc.property(aRungAndState, more, ([rung, someState], further) => {
      const { rejections } = rung;
      const compiled = new IndexedRung({ ...rung, explain: () => rejections }, numberOf);
      const state = { ...someState, ...further };

      const decision = decide(compiled, state, PER_ENDPOINT);

      const plain = decide(rung, state, PER_ENDPOINT);
      expect(decision.endpoints).toEqual(plain.endpoints);
      expect(decision.rejections).toEqual(plain.rejections);
      expect(decision === compiled).toBe(plain === rung);
      if (further === firstCall && decision !== compiled) narrowed += 1;
    }),
  );
  expect(narrowed).toBeGreaterThan(0);
});

test("a decision's codes are those of its reasons, the plan's own too", () => {
  const planned: PlannedRung["rejections"] = [
    {
      endpoint: { id: "y/y#us", model: "y/y", provider: "y", region: "us" },
      via: "main",
      reasons: [{ code: "tier-above-cap", have: "large", need: "small", pointer: "/routes/0" }],
    },
  ];
  fc.assert(
    fc.property(aRungAndState, ([rung, state]) => {
      const decision = decide({ ...rung, rejections: planned }, state, PER_ENDPOINT);
      const told = decision.rejections.map(({ endpoint, reasons }) => [
        endpoint.id,
        reasons.map(({ code }) => code),
      ]);
      expect(Object.entries(rejectionCodes(decision))).toEqual(told);
    }),
  );
});

test("an outage deletes its endpoints from the decision and moves no other", () => {
  fc.assert(
    fc.property(aRungAndState, ([rung, state, outage]) => {
      const before = decide(rung, state, PER_ENDPOINT);
      const lost = Object.keys(outage.breakers);
      const open = Object.fromEntries(lost.map((id) => [id, "open" as const]));
      const after = decide(
        rung,
        {
          ...state,
          breakers: { ...state.breakers, ...open },
          held: { ...state.held, ...outage.held },
          absent: { ...state.absent, ...outage.absent },
          remainingMs: Math.min(state.remainingMs, outage.remainingMs),
        },
        PER_ENDPOINT,
      );

      const survives = (endpoint: PlannedEndpoint): boolean =>
        !lost.includes(endpoint.id) && isLeft(endpoint, { ...outage, breakers: {}, attempts: {} });
      expect(idsOf(after.endpoints)).toEqual(idsOf(before.endpoints.filter(survives)));
    }),
  );
});

test("untried providers come first, each class in the plan's order, half-open or not", () => {
  fc.assert(
    fc.property(aRungAndState, ([rung, state]) => {
      const { endpoints } = decide(rung, state, PER_ENDPOINT);

      const tried = new Set(
        Object.entries(state.attempts).flatMap(([id, made]) => (made > 0 ? id.split("/")[0] : [])),
      );
      const classOf = ({ provider }: PlannedEndpoint): number => (tried.has(provider) ? 1 : 0);
      const inPlan = rung.endpoints.filter((endpoint) => isLeft(endpoint, state));
      expect(endpoints).toEqual(
        [0, 1].flatMap((wanted) => inPlan.filter((endpoint) => classOf(endpoint) === wanted)),
      );
    }),
  );
});

test("the first one left is the first of the decision that is wanted", () => {
  const someIds = fc.subarray(ENDPOINTS.map(({ id }) => id));
  fc.assert(
    fc.property(aRungAndState, someIds, ([rung, state], wanted) => {
      const isWanted = ({ id }: PlannedEndpoint): boolean => wanted.includes(id);
      const { endpoints } = decide(rung, state, PER_ENDPOINT);
      expect(firstLeft(rung, state, PER_ENDPOINT, isWanted)).toEqual(endpoints.find(isWanted));
    }),
  );
});

test("of a tried provider the first one left is wanted only where no other has one", () => {
  const rung: PlannedRung = { rung: "full", endpoints: ENDPOINTS, rejections: [] };
  const state: DecisionState = { ...CALM, attempts: { "a/one#eu": 1 } };
  const firstOf = (...providers: readonly string[]): string | undefined =>
    firstLeft(rung, state, PER_ENDPOINT, ({ provider }) => providers.includes(provider))?.id;

  expect(firstOf("a", "b", "c")).toBe("b/one#eu");
  expect(firstOf("a")).toBe("a/one#eu");
  expect(firstOf()).toBeUndefined();
});

test("a compiled rung sees the observed p95 of its first endpoint", () => {
  const numberOf = new Map(ENDPOINTS.map(({ id }, number) => [id, number]));
  const facts = { rung: "full", endpoints: ENDPOINTS, explain: () => [] } as const;
  const state = { ...CALM, latencyMsP95: { "a/one#eu": 5 } };

  const { endpoints } = decide(new IndexedRung(facts, numberOf), state, PER_ENDPOINT);
  expect(endpoints[0]).toMatchObject({ id: "a/one#eu", latencyMsP95: 5 });
});

test("without live state the decision is the plan", () => {
  fc.assert(
    fc.property(aRungAndState, ([rung]) => {
      expect(decide({ ...rung }, { ...CALM }, PER_ENDPOINT)).toEqual(rung);
    }),
  );
});

test("every reason of live state is listed, with both operands and its pointer", () => {
  const endpoint: PlannedEndpoint = {
    id: "openai/one#us",
    model: "openai/one",
    provider: "openai",
    region: "us",
    via: "quick",
    tier: "small",
    costPerSuccessMicroUsd: 1,
    quality: null,
    latencyMsP50: 500,
    latencyMsP95: 1_500,
  };
  const state: DecisionState = {
    breakers: { "openai/one#us": "open" },
    attempts: { "openai/one#us": 2 },
    absent: { "openai/one#us": "OPENAI_API_KEY is not set" },
    remainingMs: 1_499.5,
  };

  const { endpoints, rejections } = decide(
    { rung: "full", endpoints: [endpoint], rejections: [] },
    state,
    PER_ENDPOINT,
  );

  expect(endpoints).toEqual([]);
  expect(rejections).toEqual([
    {
      endpoint: { id: "openai/one#us", model: "openai/one", provider: "openai", region: "us" },
      via: "quick",
      reasons: [
        { code: "latency-over-limit", have: 1_500, need: 1_499.5, pointer: "request:/slaMs" },
        { code: "breaker-open", have: "open", need: "closed", pointer: "/defaults/breaker" },
        {
          code: "endpoint-absent",
          have: "OPENAI_API_KEY is not set",
          need: "callable",
          pointer: "catalog:/providers/openai/endpoints/us",
        },
        {
          code: "attempts-spent",
          have: 2,
          need: 2,
          pointer: "/defaults/attempts/perEndpoint",
        },
      ],
    },
  ]);
});

test("a reason that does not hold is not listed, and one that holds an endpoint back is named", () => {
  const [first, second] = ENDPOINTS.map(({ id }) => id);
  const state: DecisionState = {
    ...CALM,
    breakers: { [String(first)]: "open" },
    held: { [String(second)]: "used up" },
    remainingMs: 2_000,
  };
  const rung: PlannedRung = { rung: "full", endpoints: ENDPOINTS.slice(0, 2), rejections: [] };
  const open = { code: "breaker-open", need: "closed", pointer: "/defaults/breaker" };
  expect(decide(rung, state, PER_ENDPOINT).rejections.map(({ reasons }) => reasons)).toEqual([
    [{ ...open, have: "open" }],
    [{ ...open, have: "open (used up)" }],
  ]);
});

test("an observed p95 replaces the planned one, and decides whether the time left is enough", () => {
  const rung: PlannedRung = { rung: "full", endpoints: ENDPOINTS.slice(0, 2), rejections: [] };
  const [first, second] = ENDPOINTS.slice(0, 2).map(({ id }) => id);
  const state = {
    ...CALM,
    latencyMsP95: { [String(first)]: 5_000, [String(second)]: 400 },
    remainingMs: 1_000,
  };
  const { endpoints, rejections } = decide(rung, state, PER_ENDPOINT);
  const quick = { ...CALM, latencyMsP95: { [String(second)]: 400 } };
  expect(decide(rung, quick, PER_ENDPOINT).endpoints[1]).toMatchObject({ latencyMsP95: 400 });
  const same = { ...CALM, latencyMsP95: { [String(first)]: 1_000 } };
  expect(decide(rung, same, PER_ENDPOINT)).toBe(rung);
  expect(endpoints).toEqual([{ ...ENDPOINTS[1], latencyMsP95: 400 }]);
  expect(rejections).toMatchObject([
    {
      endpoint: { id: first },
      reasons: [{ code: "latency-over-limit", have: 5_000, need: 1_000 }],
    },
  ]);
});
