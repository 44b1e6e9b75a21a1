import { DocumentError } from "@switchyard/contract";
import { expect, test } from "vitest";
import { loadScenario } from "./load-scenario.ts";
import { DRAWN_INCIDENT } from "../incidents/draw-incident.ts";
import { listScenarios, shippedScenario } from "./shipped-scenarios.ts";

const FAULTS = `faults:
  - { id: down, type: net.refused, at: 1m, for: 30s, target: { provider: openai } }`;

function scenarioText(changes: Readonly<Record<string, string>> = {}): string {
  const parts = {
    schema: "schema: switchyard/scenario/v1",
    name: "name: mine",
    title: "title: Mine",
    description: "description: A test.",
    seed: "seed: 7",
    start: "start: 2026-11-24T09:00:00Z",
    workload: "workload: { trace: azure-2023-code }",
    faults: FAULTS,
    expect: 'expect: [{ metric: availability, is: ">= 97%" }]',
    ...changes,
  };
  return Object.values(parts).join("\n");
}

function load(changes: Readonly<Record<string, string>> = {}) {
  return loadScenario({ text: scenarioText(changes), file: "/srv/rehearsals/mine.yaml" });
}

function mistakesOf(changes: Readonly<Record<string, string>>): string {
  try {
    load(changes);
    return "";
  } catch (error) {
    if (error instanceof DocumentError) return error.message;
    throw error;
  }
}

test("every quantity of a scenario is read once, into its unit", () => {
  const scenario = load({
    seed: 'seed: "night-3"',
    workload:
      "workload: { trace: azure-2023-code, duration: 4m10s, requests: 500, speed: 2, streams: 40% }",
    budgets:
      "budgets: { day: { spent: $490.50 }, month: { spentShare: 98% }, a: { left: $6 }, " +
      '"@total": { lasts: 17m } }',
    expect: `expect:
      - { metric: p95, is: "<= 9s", phase: fault }
      - { metric: spend, is: "< $6", fault: down }
      - { metric: spend, is: "<= 100%", budget: day }
      - { metric: violations, is: "== 0" }
      - { metric: availability, is: "> 99.5%", per: route, phase: all }`,
  });
  expect(scenario).toMatchObject({
    seed: "night-3",
    startAtMs: Date.UTC(2026, 10, 24, 9),
    workload: {
      trace: "azure-2023-code",
      durationMs: 250_000,
      requests: 500,
      speed: 2,
      streamShare: 0.4,
    },
    opening: {
      day: { kind: "spent", microUsd: 490_500_000 },
      month: { kind: "spent-share", share: 0.98 },
      a: { kind: "left", microUsd: 6_000_000 },
      "@total": { kind: "lasts", durationMs: 1_020_000 },
    },
  });
  const read = scenario.checks.map(({ unit, comparison, bound, scope, perRoute }) => [
    unit,
    comparison,
    bound,
    scope.kind,
    perRoute,
  ]);
  expect(read).toEqual([
    ["duration", "<=", 9000, "phase", false],
    ["money", "<", 6_000_000, "fault", false],
    ["share", "<=", 1, "all", false],
    ["count", "==", 0, "all", false],
    ["share", ">", 0.995, "all", true],
  ]);
});

test("a surge is read into its instants, and a ratio into a number", () => {
  const { workload, checks } = load({
    workload: "workload: { trace: azure-2023-code, surge: { times: 5, at: 1m, for: 30s } }",
    expect: `expect: [{ metric: calls-per-ask, is: "<= 1.3", fault: down }]`,
  });
  expect(workload.surge).toEqual({ times: 5, fromMs: 60_000, untilMs: 90_000 });
  expect(checks).toMatchObject([{ unit: "ratio", bound: 1.3, comparison: "<=" }]);
});

test.each([
  [
    "{ model: open, process: poisson, rate: 30/s }",
    { model: "open", process: "poisson", ratePerMs: 0.03 },
  ],
  [
    "{ model: open, process: diurnal, rate: 1.5/m, amplitude: 80%, peakHour: 14.5 }",
    { process: "diurnal", ratePerMs: 0.000025, amplitude: 0.8, peakHour: 14.5 },
  ],
  [
    "{ model: open, process: bursty, rate: 36/h, bursts: { every: 1m, for: 5s, times: 10 } }",
    { process: "bursty", ratePerMs: 0.00001, everyMs: 60_000, forMs: 5_000, times: 10 },
  ],
  [
    "{ model: closed, users: 40, think: 20s }",
    { model: "closed", users: 40, think: { msP50: 20_000, msP95: 20_000 }, reasksMax: 0 },
  ],
  [
    "{ model: closed, users: 1, think: { lognormal: { p50: 8s, p95: 1m } }, patience: 6s, reasks: { max: 3, after: 1s } }",
    {
      think: { msP50: 8_000, msP95: 60_000 },
      patienceMs: 6_000,
      reasksMax: 3,
      reaskAfterMs: 1_000,
    },
  ],
])("arrivals %s are read into milliseconds, with sizes of a trace", (arrivals, read) => {
  const { workload } = load({ workload: `workload: { arrivals: ${arrivals}, duration: 20m }` });
  expect(workload).toMatchObject({ trace: "azure-2023-conversation", durationMs: 1_200_000 });
  expect(workload.arrivals).toMatchObject(read);
});

test("arrivals that make no sense, or not with the rest, are told at their place", () => {
  const workload = (text: string, more = {}) =>
    mistakesOf({ workload: `workload: { ${text} }`, ...more });
  const poisson = "arrivals: { model: open, process: poisson, rate: 30/s }";
  const users = "arrivals: { model: closed, users: 40, think: 20s }, duration: 20m";
  expect(workload(poisson)).toMatch(/mine\.yaml:7:\d+ \/workload\/arrivals: .*say when/);
  expect(workload(`${poisson}, duration: 1m, speed: 2`)).toMatch(
    /\/workload\/speed: .*leave speed/,
  );
  expect(workload(`${poisson}, duration: 10h`)).toMatch(
    /mine\.yaml:7:\d+ \/workload\/arrivals\/rate: up to 1080000 requests may come/,
  );
  expect(workload(poisson.replace("30/s", "0/s"))).toContain("write a rate above 0, such as 30/s");
  expect(workload(`${users}, surge: { times: 2, at: 1m, for: 1m }`)).toMatch(
    /\/workload\/surge: .*more users/,
  );
  expect(workload(users.replace("20s", "0s"))).toMatch(
    /\/workload\/arrivals\/think: .*1ms or more/,
  );
  expect(
    workload(
      "arrivals: { model: open, process: bursty, rate: 1/s, bursts: { every: 5s, for: 5s, times: 2 } }, duration: 1m",
    ),
  ).toMatch(/\/workload\/arrivals\/bursts\/for: .*less than `every`/);
  expect(workload(users, { budgets: "budgets: { day: { lasts: 5m } }" })).toMatch(
    /\/budgets\/day\/lasts: .*write spent, spentShare or left/,
  );
  expect(workload("requests: 5")).toMatch(/\/workload: .*give one of trace/);
});

test("users who wait for their answers cannot surge", () => {
  const mistakes = mistakesOf({
    faults: "faults: [{ id: rush, type: load.surge, times: 2, at: 1m, for: 1m }]",
    workload: "workload: { arrivals: { model: closed, users: 4, think: 2s }, duration: 2m }",
  });
  expect(mistakes).toMatch(/\/faults\/0\/type: .*"rush".*give more users/);
});

test("a recovery is of one fault, and of nothing else", () => {
  const recovery = (rest: string) =>
    mistakesOf({ expect: `expect: [{ metric: time-to-recover, is: "<= 20s"${rest} }]` });
  expect(recovery(", fault: down")).toBe("");
  expect(recovery("")).toContain("name the fault that is recovered from");
  expect(recovery(", fault: down, per: route")).toContain("leave per out");
});

test("stop conditions are read like expectations, with how long they have to be so", () => {
  const { stops } = load({
    stop: `stopWhen:
      - { metric: violations, is: "> 0" }
      - { metric: availability, is: "< 90%", fault: down, for: 1m30s, why: "Enough." }
      - { metric: spend, is: "> 100%", budget: day }`,
  });
  expect(
    stops.map(({ text, forMs, check }) => [text, forMs, check.comparison, check.bound]),
  ).toEqual([
    ["violations > 0", 0, ">", 0],
    ["availability < 90% (down) for 1m30s", 90_000, "<", 0.9],
    ["spend > 100% (day)", 0, ">", 1],
  ]);
  expect(load().stops).toEqual([]);
});

test("stop conditions that cannot be measured are told at their place", () => {
  const stop = (condition: string) => mistakesOf({ stop: `stopWhen: [${condition}]` });
  expect(stop('{ metric: availability, is: "< 90", for: 1 }')).toMatch(
    /mine\.yaml:11:\d+ \/stopWhen\/0\/is: .*for availability, such as >= 97%/,
  );
  expect(stop('{ metric: availability, is: "< 90%", fault: dwon }')).toMatch(
    /\/stopWhen\/0\/fault: there is no fault "dwon"; did you mean "down"\?/,
  );
  expect(stop('{ metric: availability, is: "< 90%", per: route }')).toContain("/stopWhen/0/per");
  expect(stop('{ metric: time-to-recover, is: "> 1m", fault: down }')).toContain(
    "/stopWhen/0/metric",
  );
});

test("a trace file is named as seen from the scenario's folder", () => {
  const { workload } = load({ workload: "workload: { trace: ../traces/mine.csv }" });
  expect(workload.trace).toBe("/srv/traces/mine.csv");
});

test("a bound in the wrong unit shows the right spelling, at its place", () => {
  const mistakes = mistakesOf({
    expect: `expect:
  - { metric: availability, is: ">= 97" }
  - { metric: p95, is: "9s" }
  - { metric: spend, is: "<= 100%" }
  - { metric: spend, is: "<= $5", budget: day }`,
  });
  expect(mistakes).toContain("mine.yaml:11:");
  expect(mistakes).toMatch(/mine\.yaml:11:\d+ \/expect\/0\/is: .*for availability, such as >= 97%/);
  expect(mistakes).toMatch(/\/expect\/1\/is: .*for p95, such as <= 9s/);
  expect(mistakes).toMatch(/\/expect\/2\/is: .*for spend, such as <= \$6/);
  expect(mistakes).toMatch(/\/expect\/3\/is: .*for spend, such as >= 97%/);
});

test("what cannot be measured together is refused", () => {
  const mistakes = mistakesOf({
    expect: `expect:
  - { metric: availability, is: ">= 97%", phase: fault, fault: down }
  - { metric: availability, is: ">= 97%", route: quick, per: route }
  - { metric: p50, is: "<= 1s", budget: day }
  - { metric: overspend, is: "== $0", phase: fault }`,
  });
  expect(mistakes).toMatch(/\/expect\/0\/fault: .*phase or fault, not both/);
  expect(mistakes).toMatch(/\/expect\/1\/per: .*route or per, not both/);
  expect(mistakes).toMatch(/\/expect\/2\/budget: .*p50 has no budget/);
  expect(mistakes).toMatch(/\/expect\/3\/phase: .*over the whole rehearsal; leave phase out/);
});

test("a check of a fault that is not there, and a fault that stands twice, are told", () => {
  const mistakes = mistakesOf({
    faults: `${FAULTS}\n  - { id: down, type: body.cut, at: 2m, target: { region: eu } }`,
    expect: 'expect: [{ metric: availability, is: ">= 97%", fault: dwon }]',
  });
  expect(mistakes).toMatch(/mine\.yaml:10:\d+ \/faults\/1\/id: fault "down" stands twice/);
  expect(mistakes).toMatch(/mine\.yaml:11:\d+ \/expect\/0\/fault: there is no fault "dwon"/);
});

test("asks that are listed cannot surge", () => {
  const ask = "{ at: 1s, intent: a, risk: low, sla: 2s, inputTokens: 9, outputTokens: 9 }";
  const surge = { faults: "faults: [{ id: rush, type: load.surge, times: 2, at: 1m, for: 1m }]" };
  expect(mistakesOf(surge)).toBe("");
  expect(mistakesOf({ ...surge, workload: `workload: { asks: [${ask}] }` })).toMatch(
    /mine\.yaml:8:\d+ \/faults\/0\/type: fault "rush" multiplies the requests of a trace/,
  );
});

test("unknown keys and other dialects are mistakes, all reported at once", () => {
  const mistakes = mistakesOf({
    schema: "schema: sim/v1",
    start: "start: yesterday",
    workload: "workload: { trace: azure-2023-code, duraton: 20m, speed: 0 }",
    faults: "faults: [{ id: down, type: net.refusd, at: 90, target: {} }]",
  });
  for (const pointer of ["/schema", "/start", "/workload/duraton", "/workload/speed", "/faults/0"])
    expect(mistakes).toContain(pointer);
});

test("the shipped scenarios load, the default one first", () => {
  const scenarios = listScenarios();
  expect(scenarios[0]?.name).toBe("default");
  for (const { name, title, description } of scenarios) {
    if (name === DRAWN_INCIDENT) continue;
    expect(shippedScenario(name)).toMatchObject({ name, title, description });
    expect(description).toMatch(/\.$/);
  }
});

test("a scenario that is not there says which are, and the nearest", () => {
  expect(() => shippedScenario("defualt")).toThrow(
    /Did you mean default\?.*The package has default/,
  );
});
