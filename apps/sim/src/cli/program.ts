import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-code.ts";
import { readRequests, readSeed, readSpeed } from "./option-values.ts";
import { addScenariosCommand } from "./scenarios-command.ts";
import type { Shell } from "./shell.ts";

/** What `sim chaos` was asked to do. */
export interface ChaosOptions {
  /** A shipped scenario's name or a file. */
  readonly scenario: string;
  /** A policy file or `builtin/NAME`. */
  readonly policy: string;
  readonly catalog?: string;
  readonly seed?: string;
  readonly requests?: number;
  /** Virtual seconds per second; `Infinity` for `max`. */
  readonly speed?: number;
  readonly plain?: true;
  readonly json?: true;
  /** File for the events, as JSON lines. */
  readonly events?: string;
}

const EXAMPLES = `
Examples:
  sim chaos                                      the default incident, on the shipped policy
  sim chaos --policy ./policy.yaml --seed 7      the same incident, on yours
  sim chaos --scenario ./outage.yaml --json      your incident, one JSON object
  sim chaos --scenario openai-2024-12-11         an incident that happened
  sim scenarios                                  what can go wrong

Exit codes: 0 all expectations hold, 1 some do not, 2 bad usage or a bad file,
4 not a valid rehearsal, 130 interrupted.
`;

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 */
export async function runProgram(args: readonly string[], shell: Shell): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.ok;
  const program = createProgram(shell, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    return await reportError(error, shell);
  }
}

async function reportError(error: unknown, shell: Shell): Promise<ExitCode> {
  // Loaded here because `--help` and usage errors must not wait for it.
  const { SwitchyardError } = await import("@switchyard/contract");
  if (SwitchyardError.isInstance(error)) {
    shell.stderr.write(`${error.message}\n`);
    return EXIT.usage;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  shell.stderr.write(`sim failed; this is a defect of the program.\n${detail}\n`);
  return EXIT.internal;
}

function createProgram(shell: Shell, end: (code: ExitCode) => void): Command {
  const program = new Command("sim")
    .description("Rehearses incidents of LLM providers against your routing policy.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .configureOutput({
      writeOut: (text) => shell.stdout.write(text),
      writeErr: (text) => shell.stderr.write(text),
    })
    .exitOverride()
    .addHelpText("after", EXAMPLES);

  program
    .command("chaos")
    .description("rehearse an incident, on a screen or as plain lines")
    .option("--scenario <name|file>", "what happens; see `sim scenarios`", "default")
    .option("--policy <file>", "policy file or builtin/NAME", "builtin/support-platform")
    .option("--catalog <file>", "model catalogue; default: catalog.yaml beside the policy")
    .option("--seed <text>", "equal seeds give equal bytes; default: the scenario's", readSeed)
    .option("--requests <n>", "at most so many requests", readRequests)
    .option(
      "--speed <x>",
      "virtual seconds per second, or max; default: 20 on a screen, else max",
      readSpeed,
    )
    .option("--plain", "lines instead of the screen")
    .option("--json", "one JSON object on stdout, nothing else")
    .option("--events <file>", "write all events, as JSON lines")
    .allowExcessArguments(false)
    .action(async (options: ChaosOptions) => {
      const { runChaos } = await import("../chaos/run-chaos.ts");
      end(await runChaos(options, shell));
    });

  addScenariosCommand(program, shell);
  return program;
}

function packageVersion(): string {
  const text = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const { version } = JSON.parse(text) as { readonly version: string }; // Our own file.
  return version;
}
