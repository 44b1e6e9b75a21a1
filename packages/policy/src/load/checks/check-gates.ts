import {
  NAMED_SCHEMAS,
  type GateDocument,
  type PolicyDocument,
  type RouteDocument,
} from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { showValue } from "../show-value.ts";
import { reportDuplicates, reportShareOutside, reportUnknown, type Report } from "./report.ts";

/** The checks of an answer, and what follows when one fails. */
export function checkGates(
  document: PolicyDocument,
  { gates, escalate, internal }: RouteDocument,
  path: Path,
  report: Report,
): void {
  for (const [index, gate] of gates.entries()) {
    const place = [...path, "gates", index];
    if (typeof gate === "string") continue;
    if ("schema" in gate) checkSchema(gate, place, report);
    else if ("length" in gate) checkLength(gate, place, report);
    else if ("mustInclude" in gate) {
      reportDuplicates(report, [...place, "mustInclude"], gate.mustInclude);
    } else if ("mustNotInclude" in gate) {
      reportDuplicates(report, [...place, "mustNotInclude"], gate.mustNotInclude);
      checkContradiction(gates, gate, place, report);
    } else if ("judge" in gate) {
      checkJudge(document, gate, internal ?? false, place, report);
    }
  }
  reportDuplicates(report, [...path, "gates"], gates.map(nameOfGate));
  if (escalate !== undefined) reportDuplicates(report, [...path, "escalate", "on"], escalate.on);
}

/** The gate that is a map with this key. */
type GateWith<Key extends string> = Extract<
  Exclude<GateDocument, string>,
  Readonly<Record<Key, unknown>>
>;

function checkSchema({ schema }: GateWith<"schema">, place: Path, report: Report): void {
  if (typeof schema !== "string") return;
  reportUnknown(report, [...place, "schema"], "schema", schema, NAMED_SCHEMAS);
}

function checkLength({ length }: GateWith<"length">, place: Path, report: Report): void {
  const { charactersMin, charactersMax } = length;
  if (charactersMin === undefined && charactersMax === undefined) {
    const message = "`length` bounds nothing; write `charactersMin`, `charactersMax` or both";
    report([...place, "length"], message);
  }
  if ((charactersMin ?? 0) <= (charactersMax ?? Number.POSITIVE_INFINITY)) return;
  const path = [...place, "length", "charactersMin"];
  const message = `\`${charactersMin}\` is above \`charactersMax\` ${charactersMax}; lower it`;
  report(path, message, [...place, "length", "charactersMax"]);
}

/** A text that has to be there and must not be there lets no answer through. */
function checkContradiction(
  gates: readonly GateDocument[],
  { mustNotInclude }: GateWith<"mustNotInclude">,
  place: Path,
  report: Report,
): void {
  const required = gates.flatMap((gate) =>
    typeof gate !== "string" && "mustInclude" in gate ? gate.mustInclude : [],
  );
  for (const [index, text] of mustNotInclude.entries()) {
    const holder = required.find((other) => other.toUpperCase().includes(text.toUpperCase()));
    if (holder === undefined) continue;
    const message = `${showValue(text)} is in ${showValue(holder)}, which an answer must include`;
    report([...place, "mustNotInclude", index], `${message}; drop one`);
  }
}

function checkJudge(
  { routes }: PolicyDocument,
  { judge }: GateWith<"judge">,
  isInternal: boolean,
  place: Path,
  report: Report,
): void {
  const { route, sample } = judge;
  const path = [...place, "judge", "route"];
  if (isInternal) {
    const message = "a judge is not judged itself; use the other gates on an internal route";
    report([...place, "judge"], message);
  } else if (routes.some(({ id, internal }) => id === route && !internal)) {
    const way = "a judge needs one with `internal: true`";
    report(path, `route \`${route}\` serves callers; ${way}`);
  } else {
    const internalIds = routes.filter(({ internal }) => internal).map(({ id }) => id);
    reportUnknown(report, path, "internal route", route, internalIds);
  }
  if (sample !== undefined) {
    reportShareOutside(report, [...place, "judge", "sample"], sample, "above 0%, up to 100%");
  }
}

function nameOfGate(gate: GateDocument): string {
  if (typeof gate === "string") return gate;
  if ("judge" in gate) return `judge: ${gate.judge.route}`;
  if ("custom" in gate) return `custom: ${gate.custom}`;
  if ("length" in gate) return "length";
  if ("mustInclude" in gate) return "mustInclude";
  if ("mustNotInclude" in gate) return "mustNotInclude";
  return `schema: ${typeof gate.schema === "string" ? gate.schema : JSON.stringify(gate.schema)}`;
}
