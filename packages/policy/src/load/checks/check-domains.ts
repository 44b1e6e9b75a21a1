import type { PolicyDocument } from "@switchyard/contract";
import { isReservedKey } from "../reserved-key.ts";
import { reportList, reportNames, reportUnknown, type Report } from "./report.ts";

const LISTS = ["intents", "risks", "tiers", "segments", "locales", "residencies"] as const;
const DEFAULTS = [
  ["segment", "segments"],
  ["locale", "locales"],
  ["residency", "residencies"],
] as const;

/** The closed world: names that are names, and defaults that are in it. */
export function checkDomains({ domains, envelope }: PolicyDocument, report: Report): void {
  for (const list of LISTS) reportNames(report, ["domains", list], domains[list]);
  for (const [key, list] of DEFAULTS) {
    const path = ["domains", "defaults", key];
    reportUnknown(report, path, key, domains.defaults[key], domains[list]);
  }
  for (const name of Object.keys(domains.workloads).filter(isReservedKey)) {
    report(["domains", "workloads", name], `\`${name}\` is reserved; rename the workload`);
  }
  checkEnvelope(domains, envelope, report);
}

/** Risk classes and residencies of the envelope; its providers and regions are the catalogue's. */
function checkEnvelope(
  domains: PolicyDocument["domains"],
  envelope: PolicyDocument["envelope"],
  report: Report,
): void {
  const path = ["envelope"];
  for (const [risk, lifecycles] of Object.entries(envelope.lifecycles)) {
    const place = [...path, "lifecycles", risk];
    reportUnknown(report, place, "risk class", risk, domains.risks);
    reportNames(report, place, lifecycles);
  }
  for (const risk of domains.risks) {
    if (Object.hasOwn(envelope.lifecycles, risk)) continue;
    const message = `risk class \`${risk}\` has no lifecycles; write \`${risk}: [managed]\``;
    report([...path, "lifecycles"], message);
  }
  reportList(
    report,
    [...path, "zeroRetention"],
    "risk class",
    envelope.zeroRetention,
    domains.risks,
  );
  for (const [residency, regions] of Object.entries(envelope.residency)) {
    const place = [...path, "residency", residency];
    reportUnknown(report, place, "residency", residency, domains.residencies);
    reportNames(report, place, regions);
  }
  for (const [risk, providers] of Object.entries(envelope.denyProviders)) {
    const place = [...path, "denyProviders", risk];
    reportUnknown(report, place, "risk class", risk, domains.risks);
    reportNames(report, place, providers);
  }
}
