import { EXIT } from "./exit-code.ts";
import type { Shell } from "./program.ts";

/** Runs a command and sets its exit code; an error with a way out is said, and is exit code 2. */
export async function runCommand(shell: Shell, run: () => Promise<number>): Promise<void> {
  try {
    shell.exit(await run());
  } catch (error) {
    // Loaded here because `--help` and usage errors must not wait for it.
    const { SwitchyardError } = await import("@switchyard/contract");
    if (SwitchyardError.isInstance(error)) {
      shell.writeError(`${error.message}\n`);
      shell.exit(EXIT.usage);
      return;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    shell.writeError(`switchyard failed; this is a defect of the program.\n${detail}\n`);
    shell.exit(EXIT.internal);
  }
}
