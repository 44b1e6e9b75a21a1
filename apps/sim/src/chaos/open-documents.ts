import { readFileSync } from "node:fs";
import { ConfigurationError } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { loadScenario, shippedScenario, type Scenario } from "@switchyard/simulator";
import type { ChaosOptions } from "../cli/program.ts";

/** What a rehearsal is made of. */
export interface Documents {
  readonly bundle: LoadedBundle;
  readonly scenario: Scenario;
}

/**
 * Reads policy, catalogue and scenario.
 *
 * @throws DocumentError with every mistake of a file
 * @throws ConfigurationError for a file that cannot be read or a name that is not known
 */
export function openDocuments({ policy, catalog, scenario, seed }: ChaosOptions): Documents {
  const bundle = openBundle({ policy, ...(catalog !== undefined && { catalog }) });
  return { bundle, scenario: openScenario(scenario, seed) };
}

/**
 * Reads a scenario, by its name or from a file.
 *
 * @param seed which incident `drawn-incident` is
 * @throws DocumentError with every mistake of the file
 * @throws ConfigurationError for a file that cannot be read or a name that is not known
 */
export function openScenario(nameOrFile: string, seed?: string): Scenario {
  return isFile(nameOrFile) ? readScenario(nameOrFile) : shippedScenario(nameOrFile, seed);
}

/** A name has neither a dot nor a slash; a path has. */
function isFile(nameOrFile: string): boolean {
  return /[./\\]/.test(nameOrFile);
}

function readScenario(file: string): Scenario {
  try {
    return loadScenario({ text: readFileSync(file, "utf8"), file });
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new ConfigurationError(
      `The scenario ${file} cannot be read (${error.message}). ` +
        "Give a path from the current folder, or a name from `sim scenarios`.",
      { cause: error },
    );
  }
}
