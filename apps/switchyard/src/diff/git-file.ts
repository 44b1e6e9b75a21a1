import { spawnSync } from "node:child_process";
import { ConfigurationError } from "@switchyard/contract";

/** A policy and its catalogue are far smaller. */
const FILE_BYTES_MAX = 64 * 1024 * 1024;

/** The commit that a name means; undefined: git knows none, or there is no git or repository. */
export function commitOf(revision: string): string | undefined {
  const ran = git(["rev-parse", "--verify", "--quiet", "--end-of-options", `${revision}^{commit}`]);
  return ran.ok ? ran.out.trim() : undefined;
}

/** The text of a file in a commit, its path from the current folder; undefined: it has none. */
export function textAt(commit: string, path: string): string | undefined {
  const object = `${commit}:${path.startsWith("/") ? path : `./${path}`}`;
  const kind = git(["cat-file", "-t", object]);
  if (!kind.ok || kind.out.trim() !== "blob") return undefined;
  const shown = git(["cat-file", "blob", object]);
  if (shown.ok) return shown.out;
  throw new ConfigurationError(
    `git cannot show ${object} (${shown.error}). Name another revision.`,
  );
}

function git(args: readonly string[]): {
  readonly ok: boolean;
  readonly out: string;
  readonly error: string;
} {
  const { status, stdout, stderr, error } = spawnSync("git", args, {
    encoding: "utf8",
    maxBuffer: FILE_BYTES_MAX,
  });
  if (error !== undefined) return { ok: false, out: "", error: error.message };
  return { ok: status === 0, out: stdout, error: stderr.trim() };
}
