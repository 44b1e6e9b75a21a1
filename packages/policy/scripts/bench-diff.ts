/**
 * Time of the semantic diff of random policies, in processor and wall time. Run
 * `node packages/policy/scripts/bench-diff.ts`.
 *
 * Last measured on 2 busy cores (load above 25, so wall time is four to eight times processor time),
 * Node 24.21, the best of three in processor time, groups, witnesses and review included. 50 routes x
 * 40 models, 4,713,984 classes (goal 300 ms): nothing changed 191 ms, one floor 126 ms, two thresholds
 * 113 ms, every floor 187 ms, all prices 169 ms. 200 x 100 with 12 candidates, 36,748,800 classes (goal
 * 2 s): nothing changed 774 ms, one floor 868 ms, two thresholds 1.2 s, all prices 951 ms; every floor at
 * once, 754 groups, 1.1 s.
 */
import type { Bundle, Route } from "@switchyard/contract";
import { aLargeBundle } from "../src/compile/arbitraries.ts";
import { diffBundles } from "../src/diff/diff-bundles.ts";

const AT_MS = 1_795_521_600_000;
const RUNS = 3;
const SIZES = [
  { routes: 6, models: 8 },
  { routes: 50, models: 40 },
  { routes: 200, models: 100, candidates: 12 },
] as const;

type Edit = (bundle: Bundle) => Bundle;

function editRoutes(change: (route: Route, index: number) => Route): Edit {
  return (bundle) => ({
    ...bundle,
    hash: "1".repeat(64),
    policy: { ...bundle.policy, routes: bundle.policy.routes.map(change) },
  });
}

const raised = (route: Route): Route => ({
  ...route,
  limits: { ...route.limits, qualityFloor: 0.85, latencyMsMax: 5_000 },
});

const EDITS: readonly (readonly [string, Edit])[] = [
  ["nothing", (bundle) => bundle],
  [
    "one floor",
    editRoutes((route, index) =>
      index === 1 ? { ...route, limits: { ...route.limits, qualityFloor: 0.85 } } : route,
    ),
  ],
  ["two thresholds", editRoutes((route, index) => (index === 1 ? raised(route) : route))],
  ["every floor", editRoutes(raised)],
  [
    "all prices",
    ({ catalog, ...rest }) => ({
      ...rest,
      catalog: {
        ...catalog,
        models: Object.fromEntries(
          Object.entries(catalog.models).map(([id, model]) => [
            id,
            { ...model, successRate: model.successRate * 0.9 },
          ]),
        ),
      },
    }),
  ],
];

for (const size of SIZES) {
  const bundle = aLargeBundle(size);
  console.log(`${size.routes} routes x ${size.models} models`);
  for (const [name, edit] of EDITS) {
    const changed = edit(bundle);
    const times = Array.from({ length: RUNS }, () => {
      const cpu = process.cpuUsage();
      const start = process.hrtime.bigint();
      const diff = diffBundles(bundle, changed, {
        atMs: AT_MS,
        evidence: {
          artefacts: [],
          drills: [],
          nowMs: AT_MS,
          policyFile: "b.yaml",
        },
      });
      const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
      const { user, system } = process.cpuUsage(cpu);
      return { cpuMs: (user + system) / 1e3, wallMs, diff };
    });
    const [best] = times.toSorted((left, right) => left.cpuMs - right.cpuMs);
    const [first] = times;
    if (best === undefined || first === undefined) continue;
    const { classes, changed: changedClasses, groups } = best.diff;
    console.log(
      `  ${name.padEnd(16)} first ${first.cpuMs.toFixed(0).padStart(6)} ms cpu ${first.wallMs.toFixed(0).padStart(6)} ms wall, ` +
        `best ${best.cpuMs.toFixed(0).padStart(6)} ms cpu ${best.wallMs.toFixed(0).padStart(6)} ms wall  ` +
        `${classes} classes, ${changedClasses} changed, ${groups.length} groups`,
    );
  }
}
