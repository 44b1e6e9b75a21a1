import { type Bundle } from "@switchyard/contract";
import { utcDay } from "../price/utc-day.ts";
import type { Analysis } from "./analysis.ts";
import { buildDiagram } from "./build-diagram.ts";
import { classValues } from "./class-fields.ts";
import { createDiagram, type Diagram } from "./diagram.ts";
import { countClasses, firstClasses } from "./walk-diagram.ts";

/** Nodes by default: some hundred megabytes. A policy of 200 routes and 100 models needs a tenth. */
export const NODES_MAX = 2_000_000;

/** Builds the diagram of a bundle on the day of an instant. Throws `NodeBudgetError`. */
export function createAnalysis(
  bundle: Bundle,
  atMs: number,
  nodesMax: number = NODES_MAX,
): Analysis {
  return analyseIn(createDiagram(classValues(bundle), nodesMax), bundle, atMs);
}

/** Builds the diagram of a bundle in a store whose values hold all that the bundle tells apart. */
export function analyseIn(diagram: Diagram, bundle: Bundle, atMs: number): Analysis {
  const day = utcDay(atMs);
  const { root, parts } = buildDiagram(diagram, bundle, day);
  return {
    bundle,
    atMs,
    day,
    diagram,
    root,
    parts,
    counts: countClasses(diagram, root),
    firstClasses: firstClasses(diagram, root),
  };
}
