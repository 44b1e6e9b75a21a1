import type { Model } from "@switchyard/contract";
import { formatMicroUsd, priceAt } from "@switchyard/policy";
import { EXIT } from "../exit-code.ts";
import { openCatalog } from "../open-catalog.ts";
import type { Shell } from "../program.ts";
import type { ListOptions } from "./add-catalog-command.ts";
import { staleFacts } from "./stale-facts.ts";

const HEAD = ["model", "tier", "lifecycle", "risk up to", "p95", "in/M", "out/M", "regions"];

/** Lists a catalogue's models with the prices of its date, and what is stale; returns the exit code. */
export function listModels({ catalog: file, date, json }: ListOptions, shell: Shell): number {
  const { catalog } = openCatalog(file);
  const { asOf, models } = catalog;
  const stale = staleFacts(catalog, date);
  const listed = Object.values(models);
  if (json) {
    shell.write(`${JSON.stringify({ version: 1, file, asOf, models: listed, stale })}\n`);
    return EXIT.ok;
  }
  const rows = [HEAD, ...listed.map((model) => cells(model, Date.parse(asOf)))];
  const widths = HEAD.map((_head, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  for (const row of rows) {
    const line = row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ");
    shell.write(`${line.trimEnd()}\n`);
  }
  for (const { about, why } of stale) shell.write(`stale: ${about}: ${why}\n`);
  return EXIT.ok;
}

function cells(model: Model, epochMs: number): readonly string[] {
  const [first] = priceAt(model, epochMs).tiers;
  const price = (microUsd: number | undefined): string =>
    microUsd === undefined ? "" : formatMicroUsd(microUsd);
  return [
    model.id,
    model.tier,
    model.lifecycle,
    model.approvedRisk,
    `${model.latency.msP95} ms`,
    price(first?.inputMicroUsdPerMTok),
    price(first?.outputMicroUsdPerMTok),
    model.regions.join(", "),
  ];
}
