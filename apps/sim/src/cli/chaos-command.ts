import { Option, type Command } from "commander";
import type { ExitCode } from "./exit-code.ts";
import { addLookOptions } from "./look-options.ts";
import {
  readCount,
  readPassing,
  readRequests,
  readSeed,
  readSpeed,
  SEEDS_MAX,
  WORKERS_MAX,
} from "./option-values.ts";
import type { ChaosOptions } from "./program.ts";
import { hasScreen, type Shell } from "./shell.ts";

/** Adds `sim chaos`. */
export function addChaosCommand(
  program: Command,
  shell: Shell,
  end: (code: ExitCode) => void,
): void {
  addLookOptions(program.command("chaos"))
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
    .option("--no-control", "do not run the same without faults, which shows what they cost")
    .option("--events <file>", "write all events, as JSON lines")
    .addOption(
      new Option(
        "--fidelity <wire|model>",
        "providers in their wire formats, or played in process; default: wire, with --seeds model",
      ).choices(["wire", "model"]),
    )
    .option("--strict", "end with exit code 5 when anything goes on outside virtual time")
    .addOption(
      new Option("--seeds <n>", "so many rehearsals on worker threads, and their intervals")
        .argParser((text) => readCount(text, "--seeds", SEEDS_MAX))
        .conflicts(["events", "speed", "plain", "strict"]),
    )
    .option(
      "--against <file>",
      "another policy: with --seeds on the same seeds, on a screen the one that p offers",
    )
    .option("--passing <share>", "with --seeds: share that must pass; default 100%", readPassing)
    .option("--workers <n>", "with --seeds: threads; default: one a core", (text) =>
      readCount(text, "--workers", WORKERS_MAX),
    )
    .addOption(
      new Option(
        "--drill",
        "lose each provider and whatever the policy claims to survive",
      ).conflicts(["events", "speed", "seeds", "fidelity", "strict"]),
    )
    .addOption(
      new Option(
        "--drill-record <file>",
        "where the drills are recorded; default: drill-record.json",
      ).implies({ drill: true }),
    )
    .addOption(
      new Option(
        "--lose <domain...>",
        "with --drill: lose these too, such as provider:openai",
      ).implies({ drill: true }),
    )
    .allowExcessArguments(false)
    .action(async (options: ChaosOptions, command: Command) => {
      if (options.seeds === undefined && options.drill !== true) {
        for (const name of ["passing", "workers"] as const)
          if (options[name] !== undefined)
            command.error(`error: option '--${name}' needs '--seeds <n>'`);
        if (options.against !== undefined && !hasScreen(options, shell))
          command.error("error: option '--against' needs '--seeds <n>' or a screen");
      }
      end(await run(options, shell));
    });
}

/** Loads what is asked for alone: each of the three takes a while. */
async function run(options: ChaosOptions, shell: Shell): Promise<ExitCode> {
  if (options.drill === true) {
    const { runDrill } = await import("../drill/run-drill.ts");
    return await runDrill(options, shell);
  }
  if (options.seeds === undefined) {
    const { runChaos } = await import("../chaos/run-chaos.ts");
    return await runChaos(options, shell);
  }
  const { runSeeds } = await import("../seeds/run-seeds.ts");
  return await runSeeds(options.seeds, options, shell);
}
