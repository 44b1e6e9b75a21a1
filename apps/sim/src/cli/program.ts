import { Command, CommanderError } from "commander";
import type { Fidelity } from "@switchyard/simulator";
import { addChaosCommand } from "./chaos-command.ts";
import { EXIT, type ExitCode } from "./exit-code.ts";
import type { LookOptions } from "./look-options.ts";
import { packageVersion } from "./package-version.ts";
import { addScenariosCommand } from "./scenarios-command.ts";
import type { Shell } from "./shell.ts";
import { addWatchCommand } from "./watch-command.ts";

/** What `sim chaos` was asked to do. */
export interface ChaosOptions extends LookOptions {
  /** A shipped scenario's name or a file. */
  readonly scenario: string;
  /** A policy file or `builtin/NAME`. */
  readonly policy: string;
  readonly catalog?: string;
  readonly seed?: string;
  readonly requests?: number;
  /** Virtual seconds per second; `Infinity` for `max`. */
  readonly speed?: number;
  /** False: no second run without faults. Default: true. */
  readonly control?: boolean;
  /** File for the events, as JSON lines. */
  readonly events?: string;
  /** Whether to run the failover drills in place of the scenario's own incident. */
  readonly drill?: true;
  /** File for the drills' record. */
  readonly drillRecord?: string;
  /** Further failure domains to drill the loss of, such as `provider:openai`. */
  readonly lose?: readonly string[];
  /** Default: `wire` for one run, `model` for many. */
  readonly fidelity?: Fidelity;
  /** Work outside virtual time ends the run. */
  readonly strict?: true;
  /** So many rehearsals, each with a seed of its own. */
  readonly seeds?: number;
  /** Another policy: rehearsed on the same seeds, or offered on the screen. */
  readonly against?: string;
  /** Share of the seeds that must pass, 0 to 1. */
  readonly passing?: number;
  /** Threads. */
  readonly workers?: number;
}

const EXAMPLES = `
Examples:
  sim chaos                                      the default incident, on the shipped policy
  sim chaos --policy ./policy.yaml --seed 7      the same incident, on yours
  sim chaos --scenario ./outage.yaml --json      your incident, one JSON object
  sim chaos --scenario openai-2024-12-11         an incident that happened
  sim chaos --drill --policy ./policy.yaml       the failover drills of your policy, recorded
  sim chaos --seeds 20 --against ./old.yaml      what a policy changes, over 20 seeds
  sim scenarios                                  what can go wrong
  sim watch events.jsonl --follow                your router in production

Exit codes: 0 all expectations hold or all drills pass, 1 some do not, 2 bad usage or a bad file,
3 a stop condition of the scenario ended it, 4 not a valid rehearsal (such as a fault that hit
nothing), 5 not deterministic, 130 interrupted.
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
  if (error instanceof Error && error.name === "SimEscape") {
    shell.stderr.write(`${error.message}\n`);
    return EXIT.notDeterministic;
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

  addChaosCommand(program, shell, end);

  addWatchCommand(program, shell, end);

  addScenariosCommand(program, shell, end);
  return program;
}
