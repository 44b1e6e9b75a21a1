import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigurationError } from "@switchyard/contract";
import { nearest, type DocumentSource } from "@switchyard/policy";

/** What a scenario that comes with the package is about. */
export type ScenarioGroup = "drills" | "incidents";

/** Where a shipped scenario stands. */
export interface ShippedFile {
  readonly name: string;
  readonly group: ScenarioGroup;
  readonly url: URL;
}

const FOLDERS: Readonly<Record<ScenarioGroup, URL>> = {
  drills: new URL("../../scenarios/", import.meta.url),
  incidents: new URL("../../scenarios/incidents/", import.meta.url),
};

/** The files of the shipped scenarios: drills, `default` first, then incidents; each by name. */
export function shippedFiles(): readonly ShippedFile[] {
  return [...filesOf("drills"), ...filesOf("incidents")];
}

/**
 * Reads a shipped scenario's file.
 *
 * @param alsoKnown names that stand for no file, and are good all the same
 * @throws ConfigurationError when there is none of that name
 */
export function readShippedFile(name: string, alsoKnown: readonly string[] = []): DocumentSource {
  const files = shippedFiles();
  const found = files.find((file) => file.name === name);
  if (found === undefined) {
    const names = [...files.map((file) => file.name), ...alsoKnown];
    const meant = nearest(name, names);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new ConfigurationError(
      `There is no scenario ${JSON.stringify(name)}.${hint} The package has ${names.join(", ")}; ` +
        "a file of your own is named by its path.",
    );
  }
  return { text: readFileSync(found.url, "utf8"), file: fileURLToPath(found.url) };
}

function filesOf(group: ScenarioGroup): readonly ShippedFile[] {
  const folder = FOLDERS[group];
  return readdirSync(folder)
    .flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? [])
    .toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
    .map((name) => ({ name, group, url: new URL(`${name}.yaml`, folder) }));
}

function rankOf(name: string): number {
  return name === "default" ? 0 : 1;
}
