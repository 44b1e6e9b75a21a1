import { EXIT } from "./cli/exit-code.ts";
import { runProgram } from "./cli/program.ts";
import { processShell } from "./cli/shell.ts";

/** Runs the command line of this process; returns its exit code. */
export function main(): Promise<number> {
  process.stdout.on("error", endWithoutReader);
  return runProgram(process.argv.slice(2), processShell());
}

/** A reader that leaves, as `head` does, ends this program as it ends others: without a word. */
function endWithoutReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(EXIT.noReader);
}
