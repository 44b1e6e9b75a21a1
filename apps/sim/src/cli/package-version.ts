import { readFileSync } from "node:fs";

/** The version of this program. */
export function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { readonly version: string }; // Our own file.
  return version;
}
