import { EXIT } from "./exit-code.ts";
import { createProgram } from "./program.ts";

/** Runs the command line of this process; returns its exit code. */
export async function main(): Promise<number> {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", endWithoutReader);
  let exitCode = 0;
  const program = createProgram({
    write: (text) => process.stdout.write(text),
    writeError: (text) => process.stderr.write(text),
    isWatched: process.stderr.isTTY,
    exit: (code) => {
      exitCode = code;
    },
  });
  await program.parseAsync(process.argv.slice(2), { from: "user" }).catch((error: unknown) => {
    exitCode = exitCodeOf(error);
  });
  return exitCode;
}

/** Commander has printed its own message already and says how it ended. */
function exitCodeOf(error: unknown): number {
  if (!(error instanceof Error) || !("exitCode" in error)) throw error;
  return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
}

/** A reader that leaves, as `head` does, ends this program as it ends others: without a word. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.noReader);
}
