import { readFileSync } from "node:fs";
import { FAILURE_KINDS, RUNGS } from "@switchyard/contract";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { readQuery } from "../../test/promql.ts";
import { METRICS, type Metric } from "./metric-names.ts";

const Panel = z.object({
  id: z.int(),
  title: z.string().min(1),
  description: z.string().min(1),
  gridPos: z.object({ x: z.int(), y: z.int(), w: z.int(), h: z.int() }),
  targets: z.array(z.object({ expr: z.string(), legendFormat: z.string() })).min(1),
});
const Dashboard = z.object({
  title: z.literal("Switchyard"),
  templating: z.object({ list: z.array(z.object({ name: z.string() })) }),
  panels: z.array(Panel),
});
/** The keys that Prometheus knows in a rule file, and no others: it refuses the rest. */
const Rule = z.union([
  z.strictObject({ record: z.string(), expr: z.string() }),
  z.strictObject({
    alert: z.string(),
    expr: z.string(),
    for: z.string().exactOptional(),
    labels: z.strictObject({ severity: z.enum(["page", "ticket"]) }),
    annotations: z.strictObject({ summary: z.string(), description: z.string() }),
  }),
]);
const Rules = z.strictObject({
  groups: z.array(z.strictObject({ name: z.string(), rules: z.array(Rule) })),
});

function read(file: string): string {
  return readFileSync(new URL(`../../dashboards/${file}`, import.meta.url), "utf8");
}

const dashboard = Dashboard.parse(JSON.parse(read("grafana.json")));
const rules = Rules.parse(parse(read("alerts.yaml"))).groups.flatMap((group) => group.rules);
const recorded = new Set(rules.flatMap((rule) => ("record" in rule ? [rule.record] : [])));
/** Grafana fills its variables in before Prometheus reads a query. */
const panelQueries = dashboard.panels.flatMap(({ targets }) =>
  targets.map(({ expr }) =>
    expr.replaceAll("$__rate_interval", "5m").replaceAll("$route", "quick"),
  ),
);
const queries = [...panelQueries, ...rules.map(({ expr }) => expr)].map(readQuery);

/**
 * The series of a metric as Prometheus stores it by default (OpenTelemetry specification, Prometheus
 * and OpenMetrics compatibility): characters it does not know become underscores, a unit in
 * braces goes and `s` is spelt out, a counter ends in `_total`, a histogram is three series.
 */
function seriesOf({ name, kind, unit }: Metric): readonly string[] {
  const base = `${name.replaceAll(".", "_")}${unit === "s" ? "_seconds" : ""}`;
  if (kind === "counter") return [`${base}_total`];
  return [`${base}_bucket`, `${base}_sum`, `${base}_count`];
}

const labelsOf = new Map(
  Object.values(METRICS).flatMap((metric) => {
    const labels = metric.attributes.map((name) => name.replaceAll(".", "_"));
    return seriesOf(metric).map((series) => [series, labels] as const);
  }),
);

/** Every value of the labels whose values are not the policy's own words. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  switchyard_rung: RUNGS,
  switchyard_outcome: ["full", "degraded", "failed", "cancelled", "ok", "outrun", ...FAILURE_KINDS],
  switchyard_attempt_kind: ["first", "retry", "fallback", "hedge", "repair"],
  switchyard_breaker_to: ["closed", "open", "half-open"],
  switchyard_rung_to: ["open", "closed"],
  switchyard_throttle_to: ["throttled", "free"],
  error_type: ["route-refused"],
};

test("every query is PromQL", () => {
  expect(queries.flatMap(({ errors }) => errors)).toEqual([]);
  expect(queries.every(({ selectors }) => selectors.length > 0)).toBe(true);
});

test("every metric that is queried is one that the sink writes or a rule records", () => {
  const names = queries.flatMap(({ selectors }) => selectors.map(({ metric }) => metric));
  expect(names.filter((name) => !labelsOf.has(name) && !recorded.has(name))).toEqual([]);
});

test("every label that is queried is one that its metric has, with a value that there is", () => {
  const unknown = queries.flatMap(({ selectors, groupedBy }) =>
    selectors.flatMap(({ metric, matchers }) => {
      const labels = new Set(labelsOf.get(metric));
      if (metric.endsWith("_bucket")) labels.add("le");
      const used = [...groupedBy, ...matchers.map(({ label }) => label)];
      const wrong = matchers.flatMap(({ label, value }) =>
        value.split("|").filter((one) => VALUES[label]?.includes(one) === false),
      );
      return [...used.filter((label) => !labels.has(label)), ...wrong];
    }),
  );
  expect(unknown).toEqual([]);
});

test("a legend names labels that its query groups by", () => {
  const unknown = dashboard.panels.flatMap(({ targets }) =>
    targets.flatMap(({ expr, legendFormat }) => {
      const { groupedBy } = readQuery(expr.replaceAll("$__rate_interval", "5m"));
      const named = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label = ""]) => label);
      return named.filter((label) => !groupedBy.includes(label));
    }),
  );
  expect(unknown).toEqual([]);
});

test("every metric has a panel", () => {
  const shown = new Set(
    panelQueries.flatMap((query) => readQuery(query).selectors.map(({ metric }) => metric)),
  );
  const hidden = Object.values(METRICS).filter(
    (metric) => !seriesOf(metric).some((series) => shown.has(series)),
  );
  expect(hidden).toEqual([]);
});

test("panels have ids of their own and do not cover one another", () => {
  const { panels } = dashboard;
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
});

test("alerts are told apart by name, and speak of labels that they have", () => {
  const alerts = rules.flatMap((rule) => ("alert" in rule ? [rule] : []));
  expect(alerts.map(({ alert }) => alert)).toEqual([
    "SwitchyardObjectiveFastBurn",
    "SwitchyardObjectiveSlowBurn",
    "SwitchyardSpendSpike",
    "SwitchyardBreakerFlapping",
    "SwitchyardStaticShare",
    "SwitchyardRungStaysClosed",
    "SwitchyardSavingBegan",
    "SwitchyardThrottled",
  ]);
  for (const { expr, annotations } of alerts) {
    const text = `${annotations.summary} ${annotations.description}`;
    const named = [...text.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
    expect(readQuery(expr).groupedBy).toEqual(expect.arrayContaining(named));
  }
});
