import { ConfigurationError, type Catalog } from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import { stringify } from "yaml";
import { EXIT } from "../exit-code.ts";
import { openCatalog } from "../open-catalog.ts";
import type { Shell } from "../program.ts";
import type { CatalogOptions } from "./add-catalog-command.ts";

/** Prints one model with its facts and scores; returns the exit code. */
export function showModel(
  id: string,
  { catalog: file, json }: CatalogOptions,
  shell: Shell,
): number {
  const { catalog } = openCatalog(file);
  const model = Object.hasOwn(catalog.models, id) ? catalog.models[id] : undefined;
  if (model === undefined) {
    const meant = nearest(id, Object.keys(catalog.models));
    const way =
      meant === undefined ? "`switchyard catalog list` has them all." : `Did you mean ${meant}?`;
    throw new ConfigurationError(`${file} has no model ${id}. ${way}`);
  }
  const facts = { ...model, quality: scoresOf(id, catalog) };
  shell.write(json ? `${JSON.stringify({ version: 1, file, model: facts })}\n` : stringify(facts));
  return EXIT.ok;
}

/** Quality by intent, where it was measured. */
function scoresOf(id: string, { quality }: Catalog): Readonly<Record<string, number>> {
  const measured = Object.entries(quality).flatMap(([intent, scores]) => {
    const score = Object.hasOwn(scores, id) ? scores[id] : undefined;
    return score === undefined ? [] : [[intent, score] as const];
  });
  return Object.fromEntries(measured);
}
