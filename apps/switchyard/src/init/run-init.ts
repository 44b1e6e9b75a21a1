import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { ConfigurationError } from "@switchyard/contract";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { InitOptions } from "./add-init-command.ts";
import { scaffold, type ScaffoldFile } from "./scaffold.ts";

const NAME_LENGTH_MAX = 63;

/** Writes the scaffold into a folder; returns the exit code. */
export function runInit(folder: string, { json }: InitOptions, shell: Shell): number {
  const files = scaffold(nameOf(folder)).map((file) => ({
    path: join(folder, file.path),
    outcome: writeNew(folder, file),
  }));
  const kept = files.filter(({ outcome }) => outcome === "kept");
  if (json) shell.write(`${JSON.stringify({ version: 1, folder, files })}\n`);
  else {
    for (const { path, outcome } of files) shell.write(`${outcome.padEnd(9)} ${path}\n`);
    if (kept.length === 0) shell.write(`Next: switchyard check ${join(folder, "policy.yaml")}\n`);
    else shell.write("Kept files differ from what a new policy has: compare and merge them.\n");
  }
  return kept.length === 0 ? EXIT.ok : EXIT.human;
}

type Outcome = "written" | "kept" | "unchanged";

/** Never overwrites: the file system itself refuses, so nothing is lost to a race either. */
function writeNew(folder: string, { path, text }: ScaffoldFile): Outcome {
  const file = join(folder, path);
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text, { flag: "wx" });
    return "written";
  } catch (cause) {
    if (isExisting(cause)) return readFileSync(file, "utf8") === text ? "unchanged" : "kept";
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ConfigurationError(`${file} cannot be written (${why}). Name another folder.`, {
      cause,
    });
  }
}

function isExisting(cause: unknown): boolean {
  return cause instanceof Error && "code" in cause && cause.code === "EEXIST";
}

/** The folder's name as a policy may be named. */
function nameOf(folder: string): string {
  const plain = basename(resolve(folder))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^[^a-z]+|-+$/g, "")
    .slice(0, NAME_LENGTH_MAX);
  return plain === "" ? "my-app" : plain;
}
