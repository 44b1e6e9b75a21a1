import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { ConfigurationError } from "@switchyard/contract";
import { STDIN } from "./open-source.ts";

const PATTERN = /[*?[\]{}]/;

/**
 * The files that paths and patterns name, each once, in the order of the sources and within a
 * pattern by name. A path that exists is no pattern, whatever characters it has.
 *
 * Patterns are those of Node's `fs.glob`, which Node 22 calls experimental in a warning.
 */
export async function findSources(sources: readonly string[]): Promise<readonly string[]> {
  const found = new Set<string>();
  for (const source of sources) for (const file of await filesOf(source)) found.add(file);
  return [...found];
}

/**
 * {@link findSources} of sources that must be there.
 *
 * @throws ConfigurationError for a path or pattern without a file
 */
export async function requireSources(sources: readonly string[]): Promise<readonly string[]> {
  for (const source of sources) {
    if ((await filesOf(source)).length > 0) continue;
    throw new ConfigurationError(
      PATTERN.test(source)
        ? `The pattern ${source} matches no file. Quote it, so that the shell leaves it alone.`
        : `The journal ${source} does not exist. Give a path, a pattern such as ` +
            '"journal/*.jsonl", or - for standard input.',
    );
  }
  return findSources(sources);
}

async function filesOf(source: string): Promise<readonly string[]> {
  if (source === STDIN || existsSync(source)) return [source];
  if (!PATTERN.test(source)) return [];
  const files: string[] = [];
  for await (const file of glob(source)) files.push(file);
  return files.sort();
}
