import type { PolicyDocument, RouteDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { reportDuplicates, reportShareOutside, reportUnknown, type Report } from "./report.ts";

/** Schemas that a gate may name: the caller's own, and that of a judge's answer. */
const GATE_SCHEMAS = ["request", "builtin/judgement"];

/** The checks of an answer, and what follows when one fails. */
export function checkGates(
  document: PolicyDocument,
  { gates, escalate }: RouteDocument,
  path: Path,
  report: Report,
): void {
  const internalIds = document.routes.filter(({ internal }) => internal).map(({ id }) => id);
  for (const [index, gate] of gates.entries()) {
    const place = [...path, "gates", index];
    if (typeof gate === "string") continue;
    if ("schema" in gate) {
      reportUnknown(report, [...place, "schema"], "schema", gate.schema, GATE_SCHEMAS);
      continue;
    }
    const { route, sample } = gate.judge;
    if (document.routes.some(({ id, internal }) => id === route && !internal)) {
      const way = "a judge needs one with `internal: true`";
      const message = `route \`${route}\` serves callers; ${way}`;
      report([...place, "judge", "route"], message);
    } else {
      reportUnknown(report, [...place, "judge", "route"], "internal route", route, internalIds);
    }
    if (sample !== undefined) {
      reportShareOutside(report, [...place, "judge", "sample"], sample, "above 0%, up to 100%");
    }
  }
  reportDuplicates(report, [...path, "gates"], gates.map(nameOfGate));
  if (escalate !== undefined) reportDuplicates(report, [...path, "escalate", "on"], escalate.on);
}

function nameOfGate(gate: RouteDocument["gates"][number]): string {
  if (typeof gate === "string") return gate;
  return "schema" in gate ? `schema: ${gate.schema}` : `judge: ${gate.judge.route}`;
}
