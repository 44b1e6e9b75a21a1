import type { CatalogDocument, ProviderDocument } from "@switchyard/contract";
import type { Finding } from "../finding.ts";
import type { Path } from "../json-pointer.ts";
import { checkModel } from "./check-model.ts";
import {
  createReport,
  reportDuplicates,
  reportList,
  reportUnknown,
  type Report,
} from "./report.ts";

/** Whether a catalogue makes sense on its own. */
export function checkCatalog(document: CatalogDocument): readonly Finding[] {
  const findings: Finding[] = [];
  const report = createReport((finding) => void findings.push(finding));
  const { providers, models, sharedEdges, quality } = document;
  for (const [id, provider] of Object.entries(providers)) {
    checkProvider(id, provider, ["providers", id], report);
  }
  for (const [edge, names] of Object.entries(sharedEdges ?? {})) {
    reportList(report, ["sharedEdges", edge], "provider", names, Object.keys(providers));
  }
  for (const id of Object.keys(models)) checkModel(id, document, report);
  for (const [intent, scores] of Object.entries(quality?.scores ?? {})) {
    for (const id of Object.keys(scores)) {
      const path = ["quality", "scores", intent, id];
      reportUnknown(report, path, "model of the catalogue", id, Object.keys(models));
    }
  }
  return findings;
}

function checkProvider(id: string, provider: ProviderDocument, path: Path, report: Report): void {
  reportDuplicates(report, [...path, "keys"], provider.keys);
  const endpoints = Object.entries(provider.endpoints);
  if (endpoints.length === 0) {
    const message = `provider \`${id}\` is reached nowhere; write a region, as in \`us: {}\``;
    report([...path, "endpoints"], message);
  }
  for (const [region, { baseUrl }] of endpoints) {
    const place = [...path, "endpoints", region];
    if (baseUrl !== undefined) checkUrl(baseUrl, [...place, "baseUrl"], report);
    if (baseUrl === undefined && provider.api === "openai-compatible") {
      report(place, "an openai-compatible server has no public URL; write `baseUrl`");
    }
  }
}

function checkUrl(baseUrl: string, path: Path, report: Report): void {
  const plain = baseUrl.replaceAll(/\$\{[A-Z][A-Z0-9_]*\}/g, "name");
  if (plain.includes("$")) {
    const rule = "write a variable as `${NAME}`, of capitals, digits and underscores";
    report(path, `\`${baseUrl}\` has a \`$\` that names no variable; ${rule}`);
  } else if (!/^https?:\/\/[^\s/?#]+\S*$/.test(plain) && !baseUrl.startsWith("${")) {
    report(path, `\`${baseUrl}\` is no URL; write one that starts with https://`);
  }
}
