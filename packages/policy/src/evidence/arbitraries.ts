import * as fc from "fast-check";
import { sealDrillRecord, type Drill, type DrillRecord } from "./drill-record.ts";
import { sealEvalArtefact, type EvalArtefact, type EvalContent } from "./eval-artefact.ts";

/** A hash that is nothing but one digit. */
export const hashOf = (digit: string): string => digit.repeat(64);

export const AN_INSTANT_MS: number = Date.parse("2026-11-24T09:00:00Z");

/** An artefact of the change from `aaa…` to `bbb…` that measured `faq`. */
export function anArtefact(more: Partial<EvalContent> = {}): EvalArtefact {
  return sealEvalArtefact({
    schema: "switchyard/eval-artefact/v1",
    createdAtMs: AN_INSTANT_MS,
    beforeBundleHash: hashOf("a"),
    afterBundleHash: hashOf("b"),
    dataset: { name: "faq-2026-11", sha256: hashOf("d") },
    graders: [{ name: "exact-match", sha256: hashOf("e") }],
    confidence: 0.95,
    results: [
      { intent: "faq", n: 400, metrics: { quality: { delta: 0.01, low: -0.01, high: 0.03 } } },
    ],
    ...more,
  });
}

/** A drill that one route came through, or did not. */
export function aDrill(
  lose: string,
  { start = "cold", passed = true }: Partial<Pick<Drill, "start" | "passed">> = {},
): Drill {
  const availability = passed ? 0.99 : 0.5;
  return {
    lose: [lose],
    start,
    risks: ["low", "high"],
    scenarioSha256: hashOf("1"),
    eventsSha256: hashOf("2"),
    routes: [
      {
        route: "quick",
        requests: 200,
        accepted: 0,
        availability,
        availabilityMin: 0.9,
        late: 1,
        forbidden: 0,
        passed,
      },
    ],
    passed,
  };
}

export function aRecord(drills: readonly Drill[], startedAtMs = AN_INSTANT_MS): DrillRecord {
  return sealDrillRecord({
    schema: "switchyard/drill-record/v1",
    switchyard: "0.1.0",
    bundleHash: hashOf("b"),
    seed: "7",
    startedAtMs,
    drills,
  });
}

/** A copy of a JSON value in which one scalar, wherever it stands, is another one. */
export function anEditOf<T extends object>(value: T): fc.Arbitrary<T> {
  const text = JSON.stringify(value);
  const scalars = [...text.matchAll(/(?<=:)("[^"]*"|-?[\d.]+|true|false)/g)];
  return fc.constantFrom(...scalars).map(({ 0: scalar, index }) => {
    const other = scalar.startsWith('"')
      ? `"${scalar.slice(1, -1)}0"`
      : (SWAPPED[scalar] ?? `${Number(scalar) + 1}`);
    const edited = text.slice(0, index) + other + text.slice(index + scalar.length);
    // What was an object of this shape still is one: only a scalar has changed.
    return JSON.parse(edited) as T;
  });
}

const SWAPPED: Readonly<Record<string, string>> = { true: "false", false: "true" };
