import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ConfigurationError } from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import { loadScenario } from "./load-scenario.ts";
import type { Scenario } from "./scenario.ts";

/** A scenario that comes with the package. */
export interface ShippedScenario {
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

const FOLDER = new URL("../../scenarios/", import.meta.url);

/** The scenarios that come with the package, `default` first, then by name. */
export function listScenarios(): readonly ShippedScenario[] {
  return shippedNames().map((name) => {
    const { title, description } = shippedScenario(name);
    return { name, title, description };
  });
}

/**
 * Reads a scenario that comes with the package.
 *
 * @throws ConfigurationError when there is none of that name
 */
export function shippedScenario(name: string): Scenario {
  const names = shippedNames();
  if (!names.includes(name)) {
    const meant = nearest(name, names);
    const hint = meant === undefined ? "" : ` Did you mean ${meant}?`;
    throw new ConfigurationError(
      `There is no scenario ${JSON.stringify(name)}.${hint} The package has ${names.join(", ")}; ` +
        "a file of your own is named by its path.",
    );
  }
  const file = fileURLToPath(new URL(`${name}.yaml`, FOLDER));
  return loadScenario({ text: readFileSync(file, "utf8"), file });
}

function shippedNames(): readonly string[] {
  const names = readdirSync(FOLDER).flatMap((file) => /^(.+)\.yaml$/.exec(file)?.[1] ?? []);
  return names.toSorted((a, b) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
}

function rankOf(name: string): number {
  return name === "default" ? 0 : 1;
}
