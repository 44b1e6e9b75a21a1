import { z } from "zod";
import { explainIssue, type ShapeProblem } from "./explain-issue.ts";
import type { Finding } from "./finding.ts";
import { isInside, type Path } from "./json-pointer.ts";
import { placeholderOf } from "./placeholder-of.ts";
import { valueAt, withValueAt } from "./plain-map.ts";

/** Every round mends what the round before could not see; a third one has not been needed. */
const ROUNDS_MAX = 3;

/** What a schema says of a value. */
export interface ShapeCheck<T> {
  readonly findings: readonly Finding[];
  /** The parsed value, mended where it was wrong; absent where it could not be mended. */
  readonly value?: T;
  /** Places that were mended: whatever is found there later is no mistake of the author's. */
  readonly mended: readonly Path[];
}

/** Rewords a missing value; undefined keeps the usual words. */
export type ExplainMissing = (path: Path) => string | undefined;

/**
 * Checks a value against a schema, with one finding for every mistake. Wrong parts are then put
 * right by guess, so that later checks can go on and a file's mistakes are all told at once.
 */
export function checkShape<T>(
  value: unknown,
  schema: z.ZodType<T>,
  explainMissing: ExplainMissing = () => undefined,
): ShapeCheck<T> {
  const findings: Finding[] = [];
  const mended: Path[] = [];
  let current = value;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const result = schema.safeParse(current, { error: () => "" });
    if (result.success) return { findings, value: result.data, mended };
    const problems = result.error.issues.flatMap((issue) => explainIssue(issue, current, schema));
    const meant = problems.flatMap(targetOf);
    for (const problem of problems) {
      const isTold = isInsideAny(problem.path, mended) || isRenamed(problem, meant);
      if (!isTold) findings.push(reword(problem, explainMissing));
    }
    for (const problem of problems) {
      current = mend(current, problem);
      mended.push(...targetOf(problem), problem.path);
    }
  }
  return { findings, mended };
}

/** Whether a missing key is there after all, under a misspelled name. */
function isRenamed({ kind, path }: ShapeProblem, meant: readonly Path[]): boolean {
  return kind === "missing" && isInsideAny(path, meant);
}

/** Mistakes that are the author's, not those of a guess put in place of another mistake. */
export function findingsOutside(
  findings: readonly Finding[],
  mended: readonly Path[],
): readonly Finding[] {
  return findings.filter(
    ({ path, related = [] }) => ![path, ...related].some((place) => isInsideAny(place, mended)),
  );
}

function isInsideAny(path: Path, places: readonly Path[]): boolean {
  return places.some((place) => isInside(path, place));
}

function targetOf({ path, meant }: ShapeProblem): readonly Path[] {
  return meant === undefined ? [] : [[...path.slice(0, -1), meant]];
}

function reword(problem: ShapeProblem, explainMissing: ExplainMissing): Finding {
  const message = problem.kind === "missing" ? explainMissing(problem.path) : undefined;
  return message === undefined ? problem : { ...problem, message };
}

function mend(root: unknown, problem: ShapeProblem): unknown {
  const { path, expected } = problem;
  if (problem.kind === "unknown-key") {
    const written = valueAt(root, path);
    const without = withValueAt(root, path, undefined);
    const [target] = targetOf(problem);
    const isFree = target !== undefined && valueAt(without, target) === undefined;
    return isFree ? withValueAt(without, target, written) : without;
  }
  const guess = expected === undefined ? undefined : placeholderOf(expected);
  return withValueAt(root, path, guess);
}
