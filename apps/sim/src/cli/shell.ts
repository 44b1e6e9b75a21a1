import type { LookOptions } from "./look-options.ts";

/** The part of the process a command may touch. */
export interface Shell {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Mutable: colour has to be settled here before the screen's library reads it. */
  readonly env: NodeJS.ProcessEnv;
  /** Calls `stop` on Ctrl-C or SIGTERM until the returned function is called. */
  onInterrupt(stop: () => void): () => void;
}

/** The shell this process runs in. */
export function processShell(): Shell {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    onInterrupt: (stop) => {
      process.on("SIGINT", stop);
      process.on("SIGTERM", stop);
      return () => {
        process.off("SIGINT", stop);
        process.off("SIGTERM", stop);
      };
    },
  };
}

/** Whether what is asked for is shown on a screen. */
export function hasScreen(
  { json, plain }: Pick<LookOptions, "json" | "plain">,
  shell: Shell,
): boolean {
  return json !== true && plain !== true && isInteractive(shell);
}

/** Whether a screen can be drawn and keys can be read. */
function isInteractive({ stdin, stdout, env }: Shell): boolean {
  const isAutomated = env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";
  return stdin.isTTY && stdout.isTTY && !isAutomated && env["TERM"] !== "dumb";
}
