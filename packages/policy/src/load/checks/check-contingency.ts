import {
  FAILURE_DOMAINS,
  type ContingencyDocument,
  type PolicyDocument,
} from "@switchyard/contract";
import {
  reportDuplicates,
  reportList,
  reportUnknown,
  reportZeroDuration,
  type Report,
} from "./report.ts";

/** What is proved of the loss of failure domains, and which losses are accepted. */
export function checkContingency(document: PolicyDocument, report: Report): void {
  const { contingency, domains } = document;
  if (contingency === undefined) return;
  checkNominal(document, contingency, report);
  reportDuplicates(report, ["contingency", "domains"], contingency.domains);
  for (const [index, { of, risks }] of contingency.require.entries()) {
    const path = ["contingency", "require", index];
    reportList(report, [...path, "risks"], "risk class", risks, domains.risks);
    if (!contingency.domains.includes(of)) {
      report([...path, "of"], `\`${of}\` is not in \`contingency.domains\`; add it there`);
    }
  }
  const routeIds = callerRoutes(document);
  const acceptedIds = contingency.accept.map(({ id }) => id);
  for (const [index, { id, routes, residencies, lose }] of contingency.accept.entries()) {
    const path = ["contingency", "accept", index];
    if (acceptedIds.indexOf(id) !== index) {
      report.as("R03")([...path, "id"], `another entry is named \`${id}\` already; rename one`);
    }
    reportList(report, [...path, "routes"], "route", routes, routeIds);
    reportList(report, [...path, "residencies"], "residency", residencies, domains.residencies);
    reportDuplicates(report, [...path, "lose"], lose);
    for (const [position, loss] of lose.entries()) {
      const kind = /^([^:]+):./.exec(loss)?.[1] ?? loss;
      const place = [...path, "lose", position];
      if (!loss.includes(":")) {
        const message = `\`${loss}\` does not say what is lost; write it as in \`provider:openai\``;
        report(place, message);
      } else {
        reportUnknown(report, place, "failure domain", kind, FAILURE_DOMAINS);
      }
    }
  }
}

function checkNominal(
  document: PolicyDocument,
  { nominal }: ContingencyDocument,
  report: Report,
): void {
  const routeIds = callerRoutes(document);
  const path = ["contingency", "nominal"];
  for (const [id, sla] of Object.entries(nominal.sla)) {
    reportUnknown(report, [...path, "sla", id], "route", id, ["default", ...routeIds]);
    if (sla !== "latencyMax") reportZeroDuration(report, [...path, "sla", id], sla);
  }
  const open = routeIds.find((id) => !Object.hasOwn(nominal.sla, id));
  if (open !== undefined && !Object.hasOwn(nominal.sla, "default")) {
    const way = "write `default: latencyMax`";
    const message = `no nominal SLA is decided for route \`${open}\`; ${way}`;
    report([...path, "sla"], message);
  }
  if (nominal.workloads === "all") return;
  const workloads = Object.keys(document.domains.workloads);
  reportList(report, [...path, "workloads"], "workload", nominal.workloads, workloads);
  if (nominal.workloads.length === 0) {
    report([...path, "workloads"], "no workload is named, so nothing is proved; write `all`");
  }
}

function callerRoutes({ routes }: PolicyDocument): readonly string[] {
  return routes.filter(({ internal }) => internal !== true).map(({ id }) => id);
}
