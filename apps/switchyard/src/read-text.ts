import { readFileSync } from "node:fs";
import { ConfigurationError } from "@switchyard/contract";

/** Reads a file that the user named. Throws `ConfigurationError` when it cannot be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`${file} cannot be read (${why}). Name a file that is there.`, {
      cause,
    });
  }
}
