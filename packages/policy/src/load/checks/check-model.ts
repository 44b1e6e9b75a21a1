import type { Api, CatalogDocument, LatencyDocument, ModelDocument } from "@switchyard/contract";
import type { Path } from "../json-pointer.ts";
import { parseDurationMs } from "../parse-duration-ms.ts";
import { parseMicroUsd } from "../parse-micro-usd.ts";
import { providerOf } from "../wire-name.ts";
import {
  reportDuplicates,
  reportList,
  reportUnknown,
  reportZeroDuration,
  type Report,
} from "./report.ts";

/** Wire formats in which some models go on with an assistant's last turn. */
const PREFILL_APIS: ReadonlySet<Api> = new Set(["anthropic", "openai-compatible", "custom"]);

/** One model of the catalogue: its provider, what it is a variant of, and its numbers. */
export function checkModel(id: string, document: CatalogDocument, report: Report): void {
  const { models, providers } = document;
  const model = models[id] ?? {};
  const path = ["models", id];
  const provider = providerOf(id);
  reportUnknown(report, path, "provider", provider, Object.keys(providers));
  checkVariant(id, document, path, report);
  if (model.replacedBy !== undefined) {
    const others = Object.keys(models).filter((other) => other !== id);
    const place = [...path, "replacedBy"];
    reportUnknown(report, place, "other model of the catalogue", model.replacedBy, others);
  }
  if (model.regions !== undefined && Object.hasOwn(providers, provider)) {
    const regions = Object.keys(providers[provider]?.endpoints ?? {});
    reportList(report, [...path, "regions"], `region of ${provider}`, model.regions, regions);
  }
  reportDuplicates(report, [...path, "capabilities"], model.capabilities ?? []);
  checkPrefill(id, document, path, report);
  if (model.successRate === 0) {
    const message = "a model that never succeeds has no cost per success; write a rate above 0";
    report([...path, "successRate"], message);
  }
  if (model.latency !== undefined) checkLatency(model.latency, [...path, "latency"], report);
  checkPrice(model, path, report);
}

function checkVariant(id: string, { models }: CatalogDocument, path: Path, report: Report): void {
  const base = models[id]?.of;
  if (base === undefined) {
    if (!id.includes("@")) return;
    const plain = id.slice(0, id.indexOf("@"));
    report(path, `\`${id}\` does not say what it is a variant of; write \`of: ${plain}\``);
    return;
  }
  const place = [...path, "of"];
  const bases = Object.keys(models).filter((name) => models[name]?.of === undefined);
  if (models[base]?.of !== undefined) {
    const message = `\`${base}\` is a variant itself; write \`of: ${models[base].of}\``;
    report(place, message);
  } else {
    reportUnknown(report, place, "model of the catalogue", base, bases);
  }
  if (providerOf(base) !== providerOf(id)) {
    report(place, `\`${base}\` is another provider's model; a variant has the same provider`);
  }
}

function checkPrefill(
  id: string,
  { models, providers }: CatalogDocument,
  path: Path,
  report: Report,
): void {
  const { of = id, capabilities, settings } = models[id] ?? {};
  const api = providers[providerOf(id)]?.api;
  const able = capabilities ?? models[of]?.capabilities ?? [];
  if (api === undefined || !able.includes("prefill")) return;
  const place = [...path, "capabilities"];
  if (!PREFILL_APIS.has(api)) {
    const message = `models behind \`api: ${api}\` go on with no assistant's turn; leave out prefill`;
    report(place, message);
  } else if (api === "anthropic" && (settings?.reasoningEffort ?? "none") !== "none") {
    const message = `Claude takes no prefill while it thinks; write capabilities without prefill`;
    report(place, message);
  }
}

function checkLatency(latency: LatencyDocument, path: Path, report: Report): void {
  const { firstTokenP50, p50, p95 } = latency;
  reportZeroDuration(report, [...path, "firstTokenP50"], firstTokenP50);
  if (parseDurationMs(firstTokenP50) > parseDurationMs(p50)) {
    const message = `\`${p50}\` is less than firstTokenP50, \`${firstTokenP50}\`; swap them`;
    report([...path, "p50"], message, [...path, "firstTokenP50"]);
  }
  if (parseDurationMs(p50) > parseDurationMs(p95)) {
    const message = `\`${p95}\` is less than p50, \`${p50}\`; swap them`;
    report([...path, "p95"], message, [...path, "p50"]);
  }
}

function checkPrice({ price }: ModelDocument, path: Path, report: Report): void {
  for (const key of ["inputPerMTok", "outputPerMTok"] as const) {
    if (price === undefined || parseMicroUsd(price[key]) > 0) continue;
    const message = "nothing is free; for a server of your own write its rent per million tokens";
    report([...path, "price", key], message);
  }
}
