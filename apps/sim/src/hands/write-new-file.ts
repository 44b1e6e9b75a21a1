import { writeFileSync } from "node:fs";
import { ConfigurationError } from "@switchyard/contract";

/** Files of one name, at most: a viewer who saves more often may clear up first. */
const NUMBER_MAX = 999;

/**
 * Writes a file that does not exist yet: the first of `NAME.yaml`, `NAME-2.yaml` and so on.
 *
 * @param textOf the text of the file of that name, without its ending
 * @returns its path
 * @throws ConfigurationError where nothing can be written
 */
export function writeNewFile(name: string, textOf: (name: string) => string): string {
  for (let number = 1; number <= NUMBER_MAX; number += 1) {
    const numbered = number === 1 ? name : `${name}-${number}`;
    const path = `./${numbered}.yaml`;
    try {
      writeFileSync(path, textOf(numbered), { flag: "wx" });
      return path;
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
      if (error.code === "EEXIST") continue;
      throw new ConfigurationError(
        `${path} cannot be written (${error.message}); run sim where you may write`,
        { cause: error },
      );
    }
  }
  throw new ConfigurationError(`there are ${NUMBER_MAX} files ${name}; remove some`);
}
